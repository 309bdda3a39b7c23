import * as z from 'zod/mini';
import { settingsSchema, type Settings } from '../../core/account.ts';
import { subjectPlaceholders } from '../../core/ticket/subject.ts';
import type { Texts } from '../texts/texts.ts';
import { customFieldNames, starChoices, toStoredLanguages, type Entries } from './entries.ts';

/** By the id of the field that is wrong, in the order of the form. */
export type Errors = Map<string, string>;

/** Zendesk: account names have at most 255 characters; whether it counts bytes is not said, so both must fit. */
const maxNameBytes = 255;
export const maxSubjectLength = 250;

export const placeholderList = subjectPlaceholders.map((name) => `{${name}}`).join(' ');

/** What is wrong with the entries themselves, whatever Trustpilot or other accounts say. */
export function validate(entries: Entries, texts: Texts): Errors {
  const errors: Errors = new Map();
  const { name, subject } = entries;
  if (name === '') errors.set('name', texts.text('nameMissing'));
  else if (Buffer.byteLength(name) > maxNameBytes) errors.set('name', texts.text('nameTooLong'));
  if (entries.domains.length === 0) errors.set('domains', texts.text('domainMissing'));
  if (entries.stars.length === 0) errors.set('stars', texts.text('starsMissing'));
  const unknown = unknownPlaceholder(subject);
  if (subject === '') errors.set('subject', texts.text('subjectMissing'));
  else if (subject.length > maxSubjectLength) {
    errors.set('subject', texts.text('subjectTooLong', { max: texts.number(maxSubjectLength) }));
  } else if (unknown !== undefined) {
    const values = { placeholder: unknown, list: placeholderList };
    errors.set('subject', texts.text('subjectUnknown', values));
  }
  checkCustomFields(entries, texts, errors);
  return errors;
}

/** A word in braces that is no placeholder is a typing mistake; anything else in braces is meant. */
function unknownPlaceholder(subject: string): string | undefined {
  const known: readonly string[] = subjectPlaceholders;
  for (const [whole, name = ''] of subject.matchAll(/\{(\w{1,40})\}/g))
    if (!known.includes(name)) return whole;
  return undefined;
}

function checkCustomFields({ customFields }: Entries, texts: Texts, errors: Errors): void {
  const seen = new Set<string>();
  for (const name of customFieldNames) {
    const id = customFields[name];
    if (id === '') continue;
    if (!/^[0-9]{1,20}$/.test(id)) errors.set(`field_${name}`, texts.text('fieldIdWrong'));
    else if (seen.has(id)) errors.set(`field_${name}`, texts.text('fieldIdTwice'));
    seen.add(id);
  }
}

const prioritiesSchema = settingsSchema.shape.priorityByStars;

/** Entries that passed `validate`, as settings. */
export function toSettings(entries: Entries, version: number): Settings {
  const priorities = starChoices.flatMap((stars) => {
    const parsed = z.safeParse(prioritiesSchema, { [stars]: entries.priorities[stars] });
    return parsed.success ? Object.entries(parsed.data) : [];
  });
  const fieldId = (id: string) => (id === '' ? null : id);
  return {
    version,
    backfill: { on: entries.backfillOn, period: entries.period },
    stars: entries.stars.length === starChoices.length ? [] : entries.stars.map(Number),
    languages: toStoredLanguages(entries.languages),
    onlyWithText: entries.onlyWithText,
    subject: entries.subject,
    priorityByStars: Object.fromEntries(priorities),
    customFields: {
      stars: fieldId(entries.customFields.stars),
      reference: fieldId(entries.customFields.reference),
      domain: fieldId(entries.customFields.domain),
      link: fieldId(entries.customFields.link),
    },
  };
}
