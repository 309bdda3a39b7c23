import { createHash } from 'node:crypto';
import type { Account } from './account.ts';
import { toContent } from './content.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import { toOutboxEntry } from './outbox-entry.ts';

const minuteMs = 60_000;
const title = 'Test ticket';
const text =
  'A made-up review, to look at the fields of a ticket. It is not on Trustpilot and cannot be answered there.';

/**
 * A made-up review for an admin to look at as a ticket. It has no row, so nothing ever takes it for a review that
 * vanished, and no reply to it is published. Two clicks in one minute make one ticket.
 */
export function testEntry({ accountId, domains }: Account, nowMs: number): OutboxEntry | undefined {
  const domain = domains.find(({ removedAtMs }) => removedAtMs === undefined);
  if (domain === undefined) return undefined;
  const minute = Math.floor(nowMs / minuteMs);
  const reviewId = createHash('sha256').update(`test:${accountId}:${minute}`).digest('hex').slice(0, 24);
  const atMs = minute * minuteMs;
  const createdAt = new Date(atMs).toISOString();
  const content = toContent({ stars: 4, title, text, updatedAt: null });
  const details = {
    businessUnitId: domain.businessUnitId,
    createdAt,
    experiencedAt: createdAt,
    language: 'en',
    referenceId: 'TEST-1',
    verified: true,
    source: null,
    consumerId: null,
    consumerName: title,
  };
  const fact = { kind: 'arrived' as const, n: 0, atMs, content };
  const stored = { fact, order: createdAt, queued: true };
  const facts = { review: stored };
  return toOutboxEntry(
    { reviewId, version: 1, lane: 'new', details, facts, contentAtMs: atMs, reply: null },
    stored,
  );
}
