import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { en } from '../../../lambdas/web/texts/en.ts';
import { languages, loadCatalogue } from '../../../lambdas/web/texts/languages.ts';
import { createTexts, toLanguage } from '../../../lambdas/web/texts/texts.ts';

type Entry = string | Partial<Record<string, string>>;
const english = Object.entries<Entry>(en);
const catalogues = new Map(
  await Promise.all(languages.map(async (language) => [language, await loadCatalogue(language)] as const)),
);

const formsOf = (entry: Entry | undefined): string[] =>
  typeof entry === 'string' ? [entry] : Object.values(entry ?? {}).filter((form) => form !== undefined);
const placeholdersOf = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([whole]) => whole).sort();
const boldParts = (text: string): number => text.split('**').length;

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'texts' ? [] : sourceFiles(path);
    return entry.name.endsWith('.ts') ? [readFileSync(path, 'utf8')] : [];
  });
}

describe.each(languages)('%s', (language) => {
  const catalogue: Record<string, Entry> = catalogues.get(language) ?? {};

  test('has exactly the English keys', () => {
    expect(Object.keys(catalogue).sort()).toEqual(english.map(([key]) => key).sort());
  });

  test('has the placeholders and the bold parts of the English texts, each in every plural form', () => {
    for (const [key, entry] of english) {
      const [first = ''] = formsOf(entry);
      for (const form of formsOf(catalogue[key])) {
        expect([key, placeholdersOf(form)]).toEqual([key, placeholdersOf(first)]);
        expect([key, boldParts(form)]).toEqual([key, boldParts(first)]);
      }
    }
  });

  test('has every plural form that its language needs for whole numbers', () => {
    const rules = new Intl.PluralRules(language);
    const needed = new Set(
      [0, 1, 2, 3, 4, 5, 11, 12, 21, 22, 25, 100, 1_000_000].map((n) => rules.select(n)),
    );
    for (const [key, entry] of Object.entries(catalogue)) {
      if (typeof entry === 'string') continue;
      expect([key, [...needed].filter((form) => entry[form] === undefined)]).toEqual([key, []]);
    }
  });

  test('is translated', () => {
    if (language === 'en') return;
    const untouched = english.filter(
      ([key, entry]) => formsOf(entry).join() === formsOf(catalogue[key]).join(),
    );
    // A few words are the same in many languages: Status, Filter, Domain, Webhooks, names.
    expect(untouched.length).toBeLessThan(20);
  });
});

test('every text is used by a page', () => {
  const source = sourceFiles('lambdas/web').join('\n');
  const unused = english.map(([key]) => key).filter((key) => !new RegExp(`['"]${key}['"]`).test(source));
  expect(unused).toEqual([]);
});

test.each([
  ['en-US', 'en', 'en-US'],
  ['sv', 'sv', 'sv'],
  ['pt-BR', 'pt', 'pt-BR'],
  ['pt_br', 'pt', 'pt-BR'],
  ['nb', 'nb', 'nb'],
  ['no', 'nb', 'nb'],
  ['nn-NO', 'nb', 'nb'],
  ['de-AT', 'de', 'de-AT'],
  ['ja', 'en', 'en'],
  ['', 'en', 'en'],
  ['constructor', 'en', 'en'],
  ['sv-<script>', 'sv', 'sv'],
  [undefined, 'en', 'en'],
])('locale %s is answered in %s (%s)', (given, language, locale) => {
  expect(toLanguage(given)).toEqual({ language, locale });
});

test('values in a text are escaped and are never markup themselves', async () => {
  const rich = (await createTexts('en')).rich('popupTitle', { subdomain: '**<img src=x>**' });
  expect(rich.toString()).toBe('Connect Trustpilot to <strong>**&lt;img src=x&gt;**</strong>.zendesk.com');
});

test('a value that looks like a placeholder stays what it is', async () => {
  const texts = await createTexts('en');
  expect(texts.text('domainTaken', { account: '{domain}', domain: 'a.example' })).toContain('“{domain}”');
});

test('numbers and times are written the way of the reader', async () => {
  expect((await createTexts('sv')).plural('countReviews', 1234).replaceAll(/\s/g, ' ')).toBe(
    '1 234 obesvarade omdömen',
  );
  expect((await createTexts('pl')).plural('countReviews', 3)).toBe('3 opinie bez odpowiedzi');
  expect((await createTexts('de')).relative(0, 180_000)).toBe('vor 3 Minuten');
  expect((await createTexts('en')).relative(0, 20_000)).toBe('this minute');
});
