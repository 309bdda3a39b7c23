import type { Account, Settings } from '../../core/account.ts';
import type { Dialogue } from '../../store/dialogues.ts';
import type { TextKey } from '../texts/catalogue.ts';
import type { Texts } from '../texts/texts.ts';
import { customFieldNames, starChoices, toEntries, type Entries } from './entries.ts';
import { periodTexts } from './form/backfill-section.ts';
import { starTexts } from './form/filters-section.ts';
import { customFieldTexts, priorityTexts } from './form/tickets-section.ts';

export interface Change {
  what: string;
  before: string;
  after: string;
}

type State = Pick<Account, 'name' | 'domains' | 'settings'>;

/** What somebody else changed since this dialogue was opened, in the words of the form. */
export function describeChanges(texts: Texts, base: NonNullable<Dialogue['base']>, now: State): Change[] {
  const before = toRows(texts, base);
  const after = new Map(toRows(texts, now));
  return before.flatMap(([what, old]) => {
    const value = after.get(what) ?? '';
    return value === old ? [] : [{ what, before: old, after: value }];
  });
}

function toRows(texts: Texts, { name, domains, settings }: State): [what: string, value: string][] {
  const entries = toEntries(name, domains, settings);
  const active = domains.flatMap(({ domain, removedAtMs }) => (removedAtMs === undefined ? [domain] : []));
  return [
    [texts.text('accountName'), name],
    [texts.text('domainsHeading'), active.sort().join(', ')],
    [texts.text('backfillSwitch'), backfill(texts, settings)],
    [texts.text('stars'), entries.stars.map((stars) => texts.text(starTexts[stars])).join(', ')],
    [texts.text('languages'), languages(texts, entries)],
    [texts.text('onlyWithText'), yesNo(entries.onlyWithText)],
    [texts.text('subject'), entries.subject],
    ...starChoices.map((stars): [string, string] => [
      `${texts.text('priorityByStars')}, ${texts.text('priorityFor', { stars })}`,
      texts.text(priorityTexts(entries.priorities[stars])),
    ]),
    ...customFieldNames.map((field): [string, string] => [
      texts.text(customFieldTexts[field]),
      entries.customFields[field] || '–',
    ]),
  ];
}

const yesNo = (on: boolean): string => (on ? '✓' : '–');

const backfill = (texts: Texts, { backfill: { on, period } }: Settings): string => {
  const key: TextKey = periodTexts[period];
  return on ? texts.text(key) : '–';
};

const languages = (texts: Texts, entries: Entries): string =>
  entries.languages.map((code) => texts.languageName(code)).join(', ') || '–';
