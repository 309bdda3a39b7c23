import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languages, toLanguage } from '../../../../lambdas/sidebar/page/texts/language.ts';
import { plurals } from '../../../../lambdas/sidebar/page/texts/plurals.ts';
import { createTexts, rows, type TextKey } from '../../../../lambdas/sidebar/page/texts/texts.ts';
import { languages as dialogueLanguages } from '../../../../lambdas/web/texts/languages.ts';
import { toLanguage as dialogueLanguage } from '../../../../lambdas/web/texts/texts.ts';

const entries = Object.entries<readonly string[]>(rows);
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([whole]) => whole).sort();

test('the sidebar speaks the languages of the dialogue and chooses as it does', () => {
  expect([...languages].sort()).toEqual([...dialogueLanguages].sort());
  for (const given of [
    'en-US',
    'sv',
    'pt-BR',
    'pt_br',
    'no',
    'nn-NO',
    'nb',
    'de-AT',
    'ja',
    '',
    'constructor',
    'sv-<x>',
  ]) {
    expect([given, toLanguage(given)]).toEqual([given, dialogueLanguage(given)]);
  }
  expect(toLanguage(undefined)).toEqual({ language: 'en', locale: 'en' });
  expect(toLanguage({ locale: 'sv' })).toEqual({ language: 'en', locale: 'en' });
});

test.each(entries)('%s is there in every language, with the same placeholders', (_, row) => {
  expect(row).toHaveLength(languages.length);
  for (const text of row) {
    expect(text.trim()).not.toBe('');
    expect(placeholders(text)).toEqual(placeholders(row[0] ?? ''));
  }
});

test('no language is left in English', () => {
  for (const [index, language] of languages.entries()) {
    if (language === 'en') continue;
    const same = entries.filter(([, row]) => row[index] === row[0]).map(([key]) => key);
    // A few words are the same in many languages: Name, Tags, Message, Domain, E-mail.
    expect([language, same.length <= 8 ? [] : same]).toEqual([language, []]);
  }
});

test('every count has a form in every language', () => {
  for (const language of languages) {
    const texts = createTexts(language);
    for (const key of Object.keys(plurals) as (keyof typeof plurals)[]) {
      for (const count of [1, 2, 5, 22])
        expect(texts.plural(key, count)).toMatch(new RegExp(`^${count} \\p{L}`, 'u'));
    }
  }
  const polish = createTexts('pl');
  expect([1, 3, 5].map((count) => polish.plural('earlierVersions', count))).toEqual([
    '1 wcześniejsza wersja',
    '3 wcześniejsze wersje',
    '5 wcześniejszych wersji',
  ]);
});

test('every text is used by the page', () => {
  const folder = join(import.meta.dirname, '../../../../lambdas/sidebar/page');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('texts/'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const unused = [...Object.keys(rows), ...Object.keys(plurals)].filter(
    (key) => !new RegExp(`'${key}'`).test(sources),
  );
  expect(unused).toEqual([]);
});

test('numbers and days are written the agent’s way, values are never templates', () => {
  const swedish = createTexts('sv-SE');
  expect(swedish.text('length', { length: 1234, max: 10_000 }).replaceAll(/\s/g, ' ')).toBe(
    '1 234 av 10 000 tecken',
  );
  expect(swedish.date('2026-11-12T00:00:00.000Z')).toBe('12 nov. 2026');
  expect(createTexts('en').date('not a day')).toBe('not a day');
  expect(createTexts('en').text('tagAdded' satisfies TextKey, { tag: '{stars} $&' })).toBe(
    'Tag {stars} $& added',
  );
  expect(createTexts('de').languageName('nb')).toBe('Norwegisch');
  expect(createTexts('de').languageName('???')).toBe('???');
});
