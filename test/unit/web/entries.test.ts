import { defaultSettings } from '../../../lambdas/core/account.ts';
import { readEntries, toEntries, type Entries } from '../../../lambdas/web/dialogue/entries.ts';
import { toSettings, validate } from '../../../lambdas/web/dialogue/validate.ts';
import { createTexts } from '../../../lambdas/web/texts/texts.ts';

const texts = await createTexts('en');
const unit = '5f0c1d2e3a4b5c6d7e8f9012';
const filledIn = (change: Partial<Entries> = {}): Entries => ({
  ...toEntries('Acme', [], defaultSettings),
  domains: [unit],
  ...change,
});
const wrong = (change: Partial<Entries>) => [...validate(filledIn(change), texts).keys()];

test('what a new account starts from is right and means no filter', () => {
  expect(wrong({})).toEqual([]);
  expect(toSettings(filledIn(), 1)).toEqual(defaultSettings);
});

test('settings survive the form', () => {
  const settings = {
    ...defaultSettings,
    version: 7,
    backfill: { on: true, period: '90d' as const },
    stars: [1, 2],
    languages: ['da', 'nb', 'no'],
    onlyWithText: true,
    subject: '{rating} {name}',
    priorityByStars: { '1': 'urgent' as const, '5': 'low' as const },
    customFields: { stars: '12', reference: null, domain: '13', link: null },
  };
  expect(toSettings(toEntries('Acme', [], settings), 7)).toEqual(settings);
});

test.each<[string, Partial<Entries>, string[]]>([
  ['an empty name', { name: '' }, ['name']],
  ['a name of more bytes than Zendesk takes', { name: '🙂'.repeat(64) }, ['name']],
  ['no domain', { domains: [] }, ['domains']],
  ['no stars', { stars: [] }, ['stars']],
  ['an empty subject', { subject: '' }, ['subject']],
  ['a long subject', { subject: 'x'.repeat(251) }, ['subject']],
  ['an unknown placeholder', { subject: '{titel}' }, ['subject']],
  [
    'a field id with letters',
    { customFields: { stars: 'x', reference: '', domain: '', link: '' } },
    ['field_stars'],
  ],
  [
    'one field for two things',
    { customFields: { stars: '1', reference: '', domain: '1', link: '' } },
    ['field_domain'],
  ],
])('%s is refused at its field', (_, change, fields) => expect(wrong(change)).toEqual(fields));

test('braces that are no placeholder are text', () => {
  expect(wrong({ subject: '{} {stars} { x } {a b}' })).toEqual([]);
});

test('a form is read as far as a browser can have sent it', () => {
  const form = new Map(
    Object.entries({
      name: ['  Acme '],
      domain: [unit, unit, '<script>'],
      period: ['for ever'],
      stars: ['1', '9', '5'],
      languages: ['en', '../x'],
      version: ['NaN'],
      priority_1: ['<b>'],
    }),
  );
  const entries = readEntries(form);
  expect(entries).toMatchObject({
    name: 'Acme',
    domains: [unit],
    period: '30d',
    stars: ['1', '5'],
    languages: ['en'],
    version: 0,
  });
  expect(toSettings(entries, 1).priorityByStars).toEqual({});
});
