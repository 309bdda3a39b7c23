import fc from 'fast-check';
import { parseExternalId, threadId, toExternalId } from '../../../lambdas/core/external-id.ts';
import { factIdOf, nextN } from '../../../lambdas/core/fact.ts';
import { accountId, reviewId } from '../../support/builders.ts';

const signsFrom = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => String.fromCharCode(first.charCodeAt(0) + n));
const [letters, capitals, digits] = [signsFrom('a', 26), signsFrom('A', 26), signsFrom('0', 10)];
const anyOf = (signs: string[], length: number) =>
  fc.string({ unit: fc.constantFrom(...signs), minLength: length, maxLength: length });
const anyN = fc.integer({ min: 0, max: 999_999_999_999 });
const anyFactId = fc.oneof(
  fc.constant('review'),
  fc
    .tuple(
      fc.constantFrom(
        'edited' as const,
        'company-reply' as const,
        'removed' as const,
        'restored' as const,
        'note' as const,
      ),
      anyN,
    )
    .map(([kind, n]) => factIdOf({ kind, n })),
  fc
    .string({
      unit: fc.constantFrom(...letters, ...capitals, ...digits, '-', '_'),
      minLength: 1,
      maxLength: 64,
    })
    .map((id) => `reply:${id}`),
);
const anyId = fc.record({
  accountId: anyOf([...letters, ...digits], 16),
  reviewId: anyOf([...digits, ...signsFrom('a', 6)], 24),
  factId: anyFactId,
});

test('every id of ours leads back to its account, review and fact', () => {
  fc.assert(fc.property(anyId, (id) => expect(parseExternalId(toExternalId(id))).toEqual(id)));
});

test('every id fits: at most 255 printable ASCII characters without white space', () => {
  fc.assert(fc.property(anyId, (id) => expect(toExternalId(id)).toMatch(/^[\x21-\x7e]{1,255}$/)));
});

test('two facts never share an id', () => {
  fc.assert(
    fc.property(anyId, anyId, (a, b) => {
      expect(toExternalId(a) === toExternalId(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

test('the review itself has the id of its thread', () => {
  expect(toExternalId({ accountId, reviewId, factId: 'review' })).toBe(`tp:${accountId}:review:${reviewId}`);
  expect(threadId(accountId, reviewId)).toBe(`tp:${accountId}:review:${reviewId}`);
});

const good = `tp:${accountId}:review:${reviewId}`;
test.each([
  ['nothing', ''],
  ['another prefix', good.replace('tp:', 'fb:')],
  ['capitals in the prefix', good.replace('tp:', 'TP:')],
  ['capitals in the account', good.replace('acme', 'ACME')],
  ['capitals in the review', good.toUpperCase().replace('TP:', 'tp:').replace('REVIEW', 'review')],
  ['a short account', good.replace(accountId, accountId.slice(1))],
  ['a long account', good.replace(accountId, `${accountId}0`)],
  ['a short review', good.slice(0, -1)],
  ['a long review', `${good}0`],
  ['a letter beyond f', good.replace(reviewId, `${reviewId.slice(1)}g`)],
  ['white space before', ` ${good}`],
  ['white space after', `${good} `],
  ['a line break after', `${good}\n`],
  ['a line break after a fact', `${good}:edit:1\n`],
  ['a line before', `x\n${good}`],
  ['a NUL', `${good}\u0000`],
  ['an open end', `${good}:`],
  ['no number', `${good}:edit:`],
  ['a word as number', `${good}:edit:one`],
  ['a negative number', `${good}:edit:-1`],
  ['a fraction', `${good}:edit:1.5`],
  ['an over-long number', `${good}:edit:1234567890123`],
  ['digits of another script', `${good}:edit:\u0661\u0662`],
  ['full-width digits', `${good}:edit:\uff11\uff12`],
  ['an injected colon', `${good}:edit:1:note:2`],
  ['an account with a colon', good.replace(accountId, 'acme:acme0acme00')],
  ['two thread ids', `${good}:${good}`],
  ['an unknown kind', `${good}:delete:1`],
  ['the kind review', `${good}:review:1`],
  ['a capital kind', `${good}:Edit:1`],
  ['an empty reply id', `${good}:reply:`],
  ['a reply id with other signs', `${good}:reply:a/b`],
  ['a reply id with a colon', `${good}:reply:a:b`],
  ['an over-long reply id', `${good}:reply:${'a'.repeat(65)}`],
  ['something far too long', `${good}:reply:${'a'.repeat(100_000)}`],
  ['look-alike letters', good.replace('review:', 'revi\u0435w:')],
])('%s is no id of ours', (_, id) => {
  expect(parseExternalId(id)).toBeUndefined();
});

test('nothing that anybody makes up is taken for ours unless it says exactly what ours would', () => {
  const nearly = fc
    .array(
      fc.constantFrom(
        'tp:',
        accountId,
        ':review:',
        reviewId,
        ':edit:',
        ':reply:',
        '1',
        'a',
        ':',
        ' ',
        '\n',
        'É',
      ),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' })), (id) => {
      const parsed = parseExternalId(id);
      expect(parsed === undefined || toExternalId(parsed) === id).toBe(true);
    }),
  );
});

test('a number rises above the last one, and above every second that has passed', () => {
  fc.assert(
    fc.property(anyN, fc.integer({ min: 0, max: 4_000_000_000_000 }), (lastN, nowMs) => {
      const n = nextN(lastN, nowMs);
      expect(n).toBeGreaterThan(lastN);
      expect(n).toBeGreaterThanOrEqual(Math.floor(nowMs / 1000));
      expect(n === lastN + 1 || n === Math.floor(nowMs / 1000)).toBe(true);
    }),
  );
});
