import { raw } from 'hono/html';
import { html, type Html } from '../html/html.ts';
import type { PluralKey, TextKey, ValuesArgument } from './catalogue.ts';
import { isLanguage, loadCatalogue, type Language } from './languages.ts';

/** The texts of one language, and the reader's way to write numbers and times. */
export interface Texts {
  /** For `<html lang>`. */
  readonly language: Language;
  readonly locale: string;
  text<Key extends TextKey>(key: Key, ...values: ValuesArgument<Key>): string;
  /** The same without the marks for bold, for places that take no HTML. */
  plainText<Key extends TextKey>(key: Key, ...values: ValuesArgument<Key>): string;
  /** The same as HTML, `**…**` in bold. Values are escaped and stay as they are. */
  rich<Key extends TextKey>(key: Key, ...values: ValuesArgument<Key>): Html;
  /** For keys that are data: fills in what is there. */
  explain(key: TextKey, values: Record<string, string>): Html;
  plural(key: PluralKey, count: number): string;
  number(value: number): string;
  /** `3 minutes ago`, `in 2 hours`. */
  relative(atMs: number, nowMs: number): string;
  /** The language's name in the reader's language; the code where there is none. */
  languageName(code: string): string;
}

export async function createTexts(given: string | undefined): Promise<Texts> {
  const { language, locale } = toLanguage(given);
  const catalogue = await loadCatalogue(language);
  const said = (key: TextKey): string => catalogue[key];
  const numbers = new Intl.NumberFormat(locale);
  const plurals = new Intl.PluralRules(locale);
  const names = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' });
  return {
    language,
    locale,
    text: (key, ...[values]) => fill(said(key), values),
    plainText: (key, ...[values]) => fill(said(key).replaceAll('**', ''), values),
    rich: (key, ...[values]) => toRich(said(key), values),
    explain: (key, values) => toRich(said(key), values),
    plural: (key, count) => {
      const forms = catalogue[key];
      return fill(forms[plurals.select(count)] ?? forms.other, { count: numbers.format(count) });
    },
    number: (value) => numbers.format(value),
    relative: (atMs, nowMs) => toRelative(locale, atMs - nowMs),
    languageName: (code) => nameOf(names, code),
  };
}

const fill = (text: string, values: Record<string, string> = {}): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** Bold is found before the values are put in, so that a value cannot be markup. */
function toRich(text: string, values: Record<string, string> = {}): Html {
  const parts = text.split('**').map((part, index) => {
    const filled = fill(part, values);
    return index % 2 === 1 ? html`<strong>${filled}</strong>` : html`${filled}`;
  });
  return raw(parts.join(''));
}

/** `sv-SE`, `pt-BR`, `no`: the language we have for it, English otherwise, with the reader's region where it is valid. */
export function toLanguage(given: string | undefined): { language: Language; locale: string } {
  const tag = (given ?? '').trim().replaceAll('_', '-');
  const code = tag.split('-')[0]?.toLowerCase() ?? '';
  const language = code === 'no' || code === 'nn' ? 'nb' : code;
  if (!isLanguage(language)) return { language: 'en', locale: 'en' };
  const locale = language === code && tag.length <= 35 ? canonical(tag) : undefined;
  return { language, locale: locale ?? language };
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

function toRelative(locale: string, differenceMs: number): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, lengthMs] of units) {
    if (Math.abs(differenceMs) >= lengthMs) return format.format(Math.round(differenceMs / lengthMs), unit);
  }
  return format.format(0, 'minute');
}

function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    // Norwegian comes as `nb` or `no`; nobody chooses between the two.
    return names.of(code === 'nb' ? 'no' : code) ?? code;
  } catch {
    return code;
  }
}
