import { factIdOf, nextN, type Fact } from './fact.ts';
import { factsInOrder, type ReviewRecord } from './review-record.ts';
import { withinFactLimit, withinRowLimit } from './row-limit.ts';

/** A fact still without its number; `appendNews` numbers it. */
export type News = Fact extends infer One ? (One extends Fact ? Omit<One, 'n' | 'atMs'> : never) : never;

/** Numbers a piece of news and appends it. */
export function appendNews(record: ReviewRecord, news: News, nowMs: number): ReviewRecord {
  const lastN = factsInOrder(record).at(-1)?.fact.n ?? 0;
  return append(record, { ...news, n: nextN(lastN, nowMs), atMs: nowMs }, nowMs);
}

export function append(record: ReviewRecord, news: Fact, nowMs: number): ReviewRecord {
  const fact = withinFactLimit(news);
  const time = new Date(eventMs(record, fact, nowMs)).toISOString();
  const lastOrder = factsInOrder(record).at(-1)?.order ?? '';
  const order = time > lastOrder ? time : lastOrder;
  const facts = { ...record.facts, [factIdOf(fact)]: { fact, order, queued: false } };
  return withinRowLimit({ ...record, facts });
}

/**
 * An arrival and an edit happened when Trustpilot says so; everything else when we saw it. Nothing happens in the
 * future: all later facts of the review would be drawn there.
 */
function eventMs({ details }: ReviewRecord, fact: Fact, nowMs: number): number {
  if (fact.kind === 'arrived') return Math.min(Date.parse(details.createdAt), nowMs);
  const isDated = fact.kind === 'edited' && fact.content.updatedAt !== null;
  return isDated ? Math.min(Date.parse(fact.content.updatedAt ?? ''), nowMs) : nowMs;
}
