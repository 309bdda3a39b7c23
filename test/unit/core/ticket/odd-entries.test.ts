import type { Fact } from '../../../../lambdas/core/fact.ts';
import { outboxEntrySchema } from '../../../../lambdas/core/outbox-entry.ts';
import { toResource } from '../../../../lambdas/core/ticket/resource.ts';
import { aContent, accountId, anEntry, noonMs, someSettings } from '../../../support/builders.ts';

/*
 * An entry that cannot be rendered would fail every pull of its account. So what the schema lets through is
 * rendered, and the rest is left aside by whoever reads the row.
 */

const common = { n: 2, atMs: noonMs };
const before = { stars: 2, title: 'Late' };
const replied = {
  kind: 'company-reply',
  ...common,
  change: 'new',
  text: 'Sorry.',
  authorName: 'Jens',
} as const;
const about = {
  about: 'not-published',
  replyId: 'r',
  text: 'Sorry.',
  reason: 'No.',
  standing: 'Hi.',
} as const;
const facts: Fact[] = [
  { kind: 'edited', ...common, content: aContent(), before },
  replied,
  { kind: 'removed', ...common },
  { kind: 'note', ...common, note: about },
];
const entries: unknown[] = [anEntry(), ...facts.map((fact) => anEntry({ fact }))];

const odd = [
  0,
  6,
  9,
  -1,
  0.5,
  1e300,
  Number.NaN,
  '',
  ' ',
  '\ud800',
  '\u0000',
  'x'.repeat(100_000),
  null,
  true,
  [],
  {},
];

/** The same with one of its parts replaced, for every part. */
function* damaged(whole: unknown, by: unknown): Generator {
  yield by;
  if (typeof whole !== 'object' || whole === null) return;
  for (const [name, part] of Object.entries(whole))
    for (const one of damaged(part, by)) yield { ...whole, [name]: one };
}

test.each(['{stars} {title} {domain} {rating} {language} {reference} {name}', '', '{'])(
  'whatever one part of an entry says, it is unreadable or rendered, with the subject %j',
  (subject) => {
    const context = { accountId, settings: someSettings({ subject }), domainOf: () => 'bluelamp.example' };
    const all = entries.flatMap((entry) => odd.flatMap((by) => [...damaged(entry, by)]));
    const read = all.map((one) => outboxEntrySchema.safeParse(one));
    const readable = read.flatMap(({ success, data }) => (success ? [data] : []));
    for (const entry of readable)
      expect(toResource(entry, context)).toMatchObject({ allow_channelback: entry.gone !== true });
    expect(readable.length).toBeGreaterThan(300);
    expect(readable.length).toBeLessThan(all.length);
  },
);
