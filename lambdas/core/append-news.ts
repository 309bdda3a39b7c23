import { factIdOf, nextN, type Fact } from './fact.ts';
import { factsInOrder, type ReviewRecord } from './review-record.ts';

/** A fact still without its number; `appendNews` numbers it. */
export type News = Fact extends infer One ? (One extends Fact ? Omit<One, 'n' | 'atMs'> : never) : never;

/** Numbers a piece of news and appends it. */
export function appendNews(record: ReviewRecord, news: News, nowMs: number): ReviewRecord {
  const lastN = factsInOrder(record).at(-1)?.fact.n ?? 0;
  const fact = { ...news, n: nextN(lastN, nowMs), atMs: nowMs };
  return append(record, fact, new Date(eventMs(fact, nowMs)).toISOString());
}

export function append(record: ReviewRecord, fact: Fact, time: string): ReviewRecord {
  const lastOrder = factsInOrder(record).at(-1)?.order ?? '';
  const order = time > lastOrder ? time : lastOrder;
  return { ...record, facts: { ...record.facts, [factIdOf(fact)]: { fact, order, queued: false } } };
}

/** An edit happened when Trustpilot says so; everything else when we saw it. */
const eventMs = (fact: Fact, nowMs: number): number =>
  fact.kind === 'edited' && fact.content.updatedAt !== null
    ? Math.min(Date.parse(fact.content.updatedAt), nowMs)
    : nowMs;
