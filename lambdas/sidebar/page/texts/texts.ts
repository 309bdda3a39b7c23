import { actionTexts } from './action-texts.ts';
import { languages, toLanguage, type Language } from './language.ts';
import { plurals, type Forms } from './plurals.ts';
import { problemTexts } from './problem-texts.ts';
import { reviewTexts } from './review-texts.ts';
import { writingTexts } from './writing-texts.ts';

export const rows = { ...reviewTexts, ...actionTexts, ...problemTexts, ...writingTexts };
export type TextKey = keyof typeof rows;

/** The texts in the agent's language, and the agent's way to write numbers and times. */
export interface Texts {
  readonly language: Language;
  text(key: TextKey, values?: Record<string, string | number>): string;
  plural(key: keyof typeof plurals, count: number): string;
  /** A day, and the time of day where it says more. */
  day(iso: string): string;
  time(iso: string): string;
  /** A day without a time, as the date of an experience is. */
  date(iso: string): string;
  languageName(code: string): string;
}

export function createTexts(given: unknown): Texts {
  const { language, locale } = toLanguage(given);
  const index = languages.indexOf(language);
  const numbers = new Intl.NumberFormat(locale);
  const rules = new Intl.PluralRules(locale);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const names = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' });
  const fill = (text: string, values: Record<string, string | number>): string =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name] ?? whole;
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  return {
    language,
    text: (key, values = {}) => fill(rows[key][index] ?? key, values),
    plural: (key, count) => {
      const forms: Forms | undefined = plurals[key][index];
      return fill(forms?.[rules.select(count)] ?? forms?.other ?? '', { count });
    },
    day: (iso) => format(day, iso),
    time: (iso) => format(time, iso),
    date: (iso) => format(date, iso),
    languageName: (code) => nameOf(names, code),
  };
}

/** A date that is none stays what it is: the rest of the card is worth showing. */
function format(how: Intl.DateTimeFormat, iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? iso : how.format(at);
}

function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    // Norwegian comes as `nb` or `no`; nobody chooses between the two.
    return names.of(code === 'nb' ? 'no' : code) ?? code;
  } catch {
    return code;
  }
}
