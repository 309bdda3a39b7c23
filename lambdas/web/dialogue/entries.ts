import { periods, type Domain, type Period, type Settings } from '../../core/account.ts';
import { field } from '../../runtime/http.ts';
import type { Form } from './session.ts';

export const starChoices = ['1', '2', '3', '4', '5'] as const;
export type StarChoice = (typeof starChoices)[number];
export const customFieldNames = ['stars', 'reference', 'domain', 'link'] as const;
export type CustomFieldName = (typeof customFieldNames)[number];

/** The form as it was filled in, right or wrong: what is shown again when something has to be corrected. */
export interface Entries {
  /** Version of the settings that the form was filled in upon. */
  version: number;
  name: string;
  /** Business units. */
  domains: string[];
  newDomain: string;
  backfillOn: boolean;
  period: Period;
  confirmMany: boolean;
  stars: StarChoice[];
  languages: string[];
  onlyWithText: boolean;
  subject: string;
  priorities: Record<StarChoice, string>;
  customFields: Record<CustomFieldName, string>;
}

/** Norwegian comes under two codes (Trustpilot reference 3.1); the form shows one. */
const norwegian = ['nb', 'no'];

export const toEntries = (name: string, domains: Domain[], settings: Settings): Entries => ({
  version: settings.version,
  name,
  domains: domains.flatMap(({ businessUnitId, removedAtMs }) =>
    removedAtMs === undefined ? [businessUnitId] : [],
  ),
  newDomain: '',
  backfillOn: settings.backfill.on,
  period: settings.backfill.period,
  confirmMany: false,
  stars:
    settings.stars.length === 0
      ? [...starChoices]
      : starChoices.filter((n) => settings.stars.includes(Number(n))),
  languages: [...new Set(settings.languages.map((code) => (norwegian.includes(code) ? 'nb' : code)))],
  onlyWithText: settings.onlyWithText,
  subject: settings.subject,
  priorities: byStars((stars) => settings.priorityByStars[stars] ?? ''),
  customFields: byField((name_) => settings.customFields[name_] ?? ''),
});

/** Reads the form; what is missing is empty. Nothing is judged here but what a browser cannot have sent. */
export function readEntries(form: Form): Entries {
  const text = (name: string) => form.get(name)?.[0] ?? '';
  const list = (name: string) => [...new Set(form.get(name) ?? [])].slice(0, 500);
  return {
    version: Number(field(form, 'version') ?? 0) || 0,
    name: text('name').trim(),
    domains: list('domain').filter((id) => /^[0-9a-f]{24}$/.test(id)),
    newDomain: text('new_domain').trim().slice(0, 300),
    backfillOn: form.has('backfill'),
    period: periods.find((period) => period === text('period')) ?? '30d',
    confirmMany: form.has('confirm_many'),
    stars: starChoices.filter((stars) => list('stars').includes(stars)),
    languages: list('languages')
      .filter((code) => /^[a-z]{2,3}$/.test(code))
      .slice(0, 100),
    onlyWithText: form.has('only_with_text'),
    subject: text('subject').trim(),
    priorities: byStars((stars) => text(`priority_${stars}`)),
    customFields: byField((name) => text(`field_${name}`).trim()),
  };
}

const byStars = (value: (stars: StarChoice) => string): Record<StarChoice, string> => ({
  '1': value('1'),
  '2': value('2'),
  '3': value('3'),
  '4': value('4'),
  '5': value('5'),
});

const byField = (value: (name: CustomFieldName) => string): Record<CustomFieldName, string> => ({
  stars: value('stars'),
  reference: value('reference'),
  domain: value('domain'),
  link: value('link'),
});

/** The languages of the filter as Trustpilot may name them. */
export const toStoredLanguages = (languages: string[]): string[] =>
  languages.flatMap((code) => (code === 'nb' ? norwegian : [code]));
