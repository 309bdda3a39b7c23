import fc from 'fast-check';
import type { Fact, Note } from '../../../../lambdas/core/fact.ts';
import type { OutboxEntry } from '../../../../lambdas/core/outbox-entry.ts';
import { fitting, mostBytes } from '../../../../lambdas/core/ticket/fitting.ts';
import { maxPullBytes } from '../../../../lambdas/core/ticket/limits.ts';
import { toResource } from '../../../../lambdas/core/ticket/resource.ts';
import { aContent, accountId, anEntry, noonMs, someSettings } from '../../../support/builders.ts';

const customFields = { stars: '1', reference: '2', domain: '3', link: '4' };
const subject = '{stars} {title} {domain} {rating} {language} {reference} {name}';
const priorityByStars = { 2: 'urgent' } as const;
const context = {
  accountId,
  settings: someSettings({ subject, customFields, priorityByStars }),
  domainOf: () => `${'long-'.repeat(48)}.example`,
};
const bytesOf = (entry: OutboxEntry) => Buffer.byteLength(JSON.stringify(toResource(entry, context))) + 1;

/** Signs that grow: in HTML, in JSON, in UTF-8, and when they are made small letters. */
const sign = fc.constantFrom('"', '<', '&', "'", '\u0001', '\n', '\\', '★', '😀', 'İ', 'a');
const growing = fc.oneof(
  fc.string({ unit: sign, maxLength: 1_000, size: 'max' }),
  fc.tuple(sign, fc.nat(5_000)).map(([one, count]) => one.repeat(count)),
);
const common = { n: 1_772_452_800, atMs: noonMs };
const aNote = (note: Note): Fact => ({ kind: 'note', ...common, note });

test('no resource is larger than the most that is reckoned for it', () => {
  fc.assert(
    fc.property(growing, growing, (text, title) => {
      const content = { title, text };
      const details = { referenceId: title, language: title, consumerName: title };
      const edited: Fact = {
        kind: 'edited',
        ...common,
        content: aContent(content),
        before: { stars: 1, title: text },
      };
      const replied = { kind: 'company-reply', ...common, text, authorName: title } as const;
      const facts: (Fact | undefined)[] = [
        undefined,
        edited,
        { ...replied, change: 'new' },
        { ...replied, change: 'deleted' },
        { kind: 'removed', ...common },
        { kind: 'restored', ...common },
        aNote({ about: 'replaced-reply', replyId: 'r', text, authorName: title }),
        aNote({ about: 'newer-reply-stands', replyId: 'r', text }),
        aNote({ about: 'published-after-all', replyId: 'r' }),
        aNote({ about: 'not-published', replyId: 'r', text, reason: title, standing: text }),
        aNote({ about: 'outcome-unknown', replyId: 'r', text }),
      ];
      for (const fact of facts) {
        const entry = anEntry({ ...content, details, ...(fact !== undefined && { fact }) });
        expect(bytesOf(entry)).toBeLessThanOrEqual(mostBytes(entry));
      }
    }),
  );
});

const entries = (count: number, text: string) => Array.from({ length: count }, () => anEntry({ text }));

test('two hundred reviews of common length all fit', () => {
  const common200 = entries(200, 'a'.repeat(1_000));
  expect(fitting(common200, context)).toBe(common200);
});

test('of long ones go as many as fit, and not one fewer', () => {
  const long = entries(200, 'a'.repeat(20_000));
  const [first] = long;
  const fit = fitting(long, context);
  expect(fit).toHaveLength(Math.floor(maxPullBytes / (first === undefined ? Number.NaN : bytesOf(first))));
  expect(fit).toEqual(long.slice(0, fit.length));
});

test('long ones that fit all the same go together', () => {
  const long = entries(200, 'a'.repeat(8_000));
  expect(fitting(long, context)).toHaveLength(200);
});
