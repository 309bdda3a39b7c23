import fc from 'fast-check';
import { doubtUntilMs } from '../../../lambdas/core/doubt.ts';
import { fingerprint } from '../../../lambdas/core/fingerprint.ts';
import { firstRecord, observe, type Observation } from '../../../lambdas/core/observe.ts';
import { factsInOrder, newestContent, type ReviewRecord } from '../../../lambdas/core/review-record.ts';
import { anObservation, iso, noonMs } from '../../support/builders.ts';

const minuteMs = 60_000;
const absenceMs = 5 * minuteMs;

/** A review's life: what Trustpilot shows from each moment on. */
const moment = fc.record({
  stars: fc.integer({ min: 1, max: 5 }),
  edited: fc.boolean(),
  hidden: fc.boolean(),
  reply: fc.option(fc.constantFrom('Sorry.', 'Thank you.', 'Call us.'), { nil: null }),
});

/** Of Trustpilot's clock before ours. */
const lead = fc.constantFrom(-5 * minuteMs, 0, 5 * minuteMs);
/** Between two moments. */
const pause = fc.constantFrom(2 * minuteMs, 60 * minuteMs);

const life = fc
  .tuple(fc.array(moment, { minLength: 1, maxLength: 6 }), lead, pause)
  .map(([moments, leadMs, pauseMs]) => {
    let updatedAt: string | null = null;
    let stars = 3;
    let reply: { text: string; atMs: number } | null = null;
    return moments.map((now, index): Observation => {
      const atMs = noonMs + index * pauseMs;
      if (now.edited && now.stars !== stars) [stars, updatedAt] = [now.stars, iso(atMs + leadMs)];
      if (now.reply !== reply?.text) reply = now.reply === null ? null : { text: now.reply, atMs };
      return anObservation({
        requestedAtMs: atMs + minuteMs,
        stars,
        updatedAt,
        hidden: now.hidden,
        reply:
          reply === null
            ? null
            : { text: reply.text, authorName: 'Jens', createdAt: iso(reply.atMs + leadMs), updatedAt: null },
      });
    });
  });

/** The life as the worker may meet it: in any order, repeated, with losses. */
const delivered = life.chain((all) =>
  fc.record({
    all: fc.constant(all),
    met: fc.array(fc.constantFrom(...all), { maxLength: 12 }),
  }),
);

/** A hidden review makes no ticket. */
function see(record: ReviewRecord | undefined, one: Observation, nowMs: number): ReviewRecord | undefined {
  if (record !== undefined) return observe(record, one, nowMs, absenceMs);
  return one.review.hidden ? undefined : firstRecord(one, nowMs);
}

/** The second looks that every doubt leads to. */
function settled(all: Observation[], met: Observation[]): ReviewRecord | undefined {
  const [last] = all.slice(-1);
  if (last === undefined) throw new Error('A life has a moment.');
  const endMs = last.requestedAtMs + 60 * minuteMs;
  let record: ReviewRecord | undefined;
  for (const one of met) record = see(record, one, endMs);
  for (const look of [0, 1, 2]) {
    const atMs = endMs + look * 10 * minuteMs;
    record = see(record, { ...last, requestedAtMs: atMs }, atMs);
  }
  return record;
}

test('any order, repetition and loss ends with what Trustpilot shows', () => {
  fc.assert(
    fc.property(delivered, ({ all, met }) => {
      const record = settled(all, met);
      const [last] = all.slice(-1);
      if (record === undefined) return expect(last?.review.hidden).toBe(true);
      expect(newestContent(record).content.hash).toBe(last?.review.content.hash);
      expect(record.presence?.gone ?? false).toBe(last?.review.hidden);
      const stands = record.reply !== null && record.reply.deletedAtMs === undefined;
      expect(!stands).toBe(last?.review.reply === null);
    }),
    { numRuns: 500 },
  );
});

/** Edits, removals and returns; company replies go by times of their own (company-reply.test.ts). */
const ofReviewer = ({ facts }: ReviewRecord): string[] =>
  Object.keys(facts).filter((factId) => !factId.startsWith('company-reply'));

test('what was met is not told again, and every fact has a number of its own', () => {
  fc.assert(
    fc.property(delivered, ({ all, met: everything }) => {
      // A hidden review is not imported: what came before the first visible one left no trace.
      const first = everything.findIndex(({ review }) => !review.hidden);
      const met = first === -1 ? [] : everything.slice(first);
      const record = settled(all, met);
      if (record === undefined) return;
      const again = met.reduce((known, one) => observe(known, one, Date.now(), absenceMs), record);
      expect(ofReviewer(again)).toEqual(ofReviewer(record));
      const numbers = factsInOrder(record).map(({ fact }) => fact.n);
      expect(new Set(numbers).size).toBe(numbers.length);
    }),
    { numRuns: 500 },
  );
});

/** A life as walks read it: what a walk remembers otherwise, it says so; what has not changed is not sent at all. */
function walked(all: Observation[]): Observation[] {
  return all.flatMap((one, index) => {
    const before = all[index - 1];
    if (before === undefined) return [one];
    return fingerprint(one.review) === fingerprint(before.review) ? [] : [{ ...one, known: true }];
  });
}

/** Every read that was sent arrives at some time, and may come again. Of a review that stays visible. */
const arriving = life.chain((whole) => {
  const all = whole.map((one) => ({ ...one, review: { ...one.review, hidden: false } }));
  const sent = walked(all);
  const order = fc.array(fc.nat(sent.length - 1), { maxLength: 8 });
  return fc
    .record({ all: fc.constant(all), first: fc.shuffledSubarray(sent, { minLength: sent.length }), order })
    .map(({ first, order: again }) => ({
      all,
      met: [...first, ...again.flatMap((index) => sent[index] ?? [])],
    }));
});

/** All that arrived, and the looks that doubts lead to, but no others. */
function afterDoubts({ all, met }: { all: Observation[]; met: Observation[] }): ReviewRecord | undefined {
  const [last] = all.slice(-1);
  if (last === undefined) throw new Error('A life has a moment.');
  let nowMs = last.requestedAtMs + minuteMs;
  let record: ReviewRecord | undefined;
  const queue = [...met];
  for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
    record = see(record, one, nowMs);
    const doubtMs = record && doubtUntilMs(record, one, absenceMs);
    if (doubtMs === undefined) continue;
    nowMs = Math.max(nowMs + 1000, doubtMs);
    queue.push({ ...last, requestedAtMs: nowMs });
  }
  return record;
}

/** What the agents were told of company replies. */
const told = (record: ReviewRecord): string[] =>
  factsInOrder(record).flatMap(({ fact }) =>
    fact.kind === 'company-reply' ? [fact.change === 'deleted' ? 'deleted' : fact.text] : [],
  );

/** What really became of them. */
function replyHistory(all: Observation[]): string[] {
  const shown = all.map(({ review }) => review.reply?.text ?? 'deleted');
  return shown.filter((one, index) => one !== (shown[index - 1] ?? 'deleted'));
}

/** Each of `some` in `all`, in the same order. */
function happened(some: string[], all: string[]): boolean {
  const [one, ...others] = some;
  if (one === undefined) return true;
  const index = all.indexOf(one);
  return index !== -1 && happened(others, all.slice(index + 1));
}

test('replies made, changed and deleted on Trustpilot, in any order: what happened, in its order, and how it stands now', () => {
  fc.assert(
    fc.property(arriving, ({ all, met }) => {
      const record = afterDoubts({ all, met });
      if (record === undefined) return;
      const history = replyHistory(all);
      expect({ told: told(record), history, happened: happened(told(record), history) }).toMatchObject({
        happened: true,
      });
      expect(told(record).at(-1) ?? 'deleted').toBe(all.at(-1)?.review.reply?.text ?? 'deleted');
    }),
    { numRuns: 2_000 },
  );
});
