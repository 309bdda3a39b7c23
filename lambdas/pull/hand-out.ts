import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Account } from '../core/account.ts';
import { RetryableError } from '../core/errors.ts';
import {
  choose,
  handedOut,
  maxBatch,
  onlyPendingSuspects,
  type Batch,
  type Handout,
} from '../core/handout.ts';
import type { OutboxEntry } from '../core/outbox-entry.ts';
import { fitting } from '../core/ticket/fitting.ts';
import { maxPullBytes } from '../core/ticket/limits.ts';
import { toResource, type TicketContext } from '../core/ticket/resource.ts';
import type { Logger } from '../runtime/logger.ts';
import type { OutboxPage } from '../store/outbox.ts';
import { acknowledge, type AcknowledgeDeps } from './acknowledge.ts';

/** Rows read at once: a full batch, the handout row, and some that a suspect holds back. */
const pageSize = maxBatch + 20;
/** Pages read when the first ones hold nothing that may go out. DynamoDB ends a page at 1 MB. */
const maxPages = 8;
const maxAttempts = 5;

export interface HandOutDeps extends AcknowledgeDeps {
  logger: Logger;
}

export interface HandedOut {
  /** External resources, each as JSON. */
  resources: string[];
  /** Undefined when nothing was handed out. */
  batchId: string | undefined;
}

/**
 * Acknowledges the batch that came back, then hands out the next one. The batch is stored before it is answered:
 * whatever Zendesk takes over can be named. A pull that ran at the same time makes this one start again.
 */
export async function handOut(
  deps: HandOutDeps,
  account: Account,
  batchId: string | undefined,
): Promise<HandedOut> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const handed = await tryHandOut(deps, account, batchId, attempt > 1);
    if (handed !== undefined) return handed;
  }
  throw new RetryableError('Several pulls of one account at once.', { retryAfterSeconds: 5 });
}

async function tryHandOut(
  deps: HandOutDeps,
  account: Account,
  returned: string | undefined,
  raced: boolean,
): Promise<HandedOut | undefined> {
  const { accountId } = account;
  const first = await deps.outbox.readPage(accountId, pageSize);
  const before = await newestHandout(deps, accountId, first.handout, returned, raced);
  const { handout: settled, gone, park } = await acknowledge(deps, accountId, before, returned, raced);
  const { entries, isAll } = await readEntries(deps, accountId, first, settled, gone);
  const handout = isAll ? onlyPendingSuspects(settled, entries) : settled;
  const context = toContext(account);
  const chosen = fitting(choose(handout, entries), context);
  const batch = chosen.length === 0 ? undefined : toBatch(chosen, deps.nowMs());
  const next = batch === undefined ? handout : handedOut(handout, batch);
  const [isNewest, resources] = await Promise.all([
    next === before || deps.outbox.saveHandout(accountId, next),
    whileWritten(() => chosen.map((entry) => JSON.stringify(toResource(entry, context)))),
  ]);
  if (!isNewest) return undefined;
  // The handout says that it is parked before its row moves: until then its later facts would overtake it.
  for (const sortKey of park) await deps.outbox.park(accountId, sortKey, deps.nowMs());
  return { resources, batchId: batch?.batchId };
}

/** Works in the time of a write that was just begun: its request leaves before the work takes the thread. */
async function whileWritten<Result>(work: () => Result): Promise<Result> {
  await setImmediate();
  return work();
}

function toContext({ accountId, settings, domains }: Account): TicketContext {
  const names = new Map(domains.map(({ businessUnitId, domain }) => [businessUnitId, domain]));
  const domainOf = (businessUnitId: string) => names.get(businessUnitId) ?? 'unknown domain';
  return { accountId, settings, domainOf };
}

const toBatch = (chosen: OutboxEntry[], nowMs: number): Batch => ({
  batchId: randomBytes(9).toString('base64url'),
  atMs: nowMs,
  sortKeys: chosen.map(({ sortKey }) => sortKey),
  again: chosen.filter(({ again }) => again === true).map(({ sortKey }) => sortKey),
});

/** The page's copy may be older than the batch that came back; then the row itself is asked. */
async function newestHandout(
  { outbox }: HandOutDeps,
  accountId: string,
  read: Handout,
  batchId: string | undefined,
  raced: boolean,
): Promise<Handout> {
  const knows = batchId === undefined || read.outstanding.some((batch) => batch.batchId === batchId);
  return knows && !raced ? read : outbox.readHandout(accountId);
}

async function readEntries(
  deps: HandOutDeps,
  accountId: string,
  first: OutboxPage,
  handout: Handout,
  gone: Set<string>,
): Promise<{ entries: OutboxEntry[]; isAll: boolean }> {
  const entries: OutboxEntry[] = [];
  let page = first;
  for (let pages = 1; ; pages += 1) {
    for (const sortKey of page.damaged) deps.logger.error('damaged outbox row', { accountId, sortKey });
    entries.push(...page.entries.filter(({ sortKey }) => !gone.has(sortKey)));
    const enough = choose(handout, entries).length >= handout.limit || bytesOf(entries) > maxPullBytes;
    const isAll = page.next === undefined;
    if (enough || isAll || pages === maxPages) return { entries, isAll };
    page = await deps.outbox.readPage(accountId, pageSize, page.next);
  }
}

const bytesOf = (entries: OutboxEntry[]): number =>
  entries.reduce((sum, { fact }) => sum + ('content' in fact ? (fact.content.text?.length ?? 0) : 0), 0);
