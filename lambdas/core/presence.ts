import { appendNews } from './append-news.ts';
import type { Observation } from './observe.ts';
import type { ReviewRecord } from './review-record.ts';

/**
 * What an observation says of a review's being there. Hidden is gone at once; back again counts only when it was
 * read `absenceMs` after the evidence of absence, because Trustpilot serves cached pages for minutes.
 */
export function observePresence(
  record: ReviewRecord,
  { review, requestedAtMs }: Observation,
  nowMs: number,
  absenceMs: number,
): ReviewRecord {
  if (review.hidden) return markGone(record, requestedAtMs, nowMs);
  const { presence } = record;
  if (presence?.gone !== true || requestedAtMs < presence.atMs + absenceMs) return record;
  const back = { ...record, presence: { gone: false, atMs: requestedAtMs } };
  return appendNews(back, { kind: 'restored' }, nowMs);
}

/** The review is off Trustpilot, as a read that was started at `evidenceAtMs` proved; older news change nothing. */
export function markGone(record: ReviewRecord, evidenceAtMs: number, nowMs: number): ReviewRecord {
  const { presence, contentAtMs } = record;
  // A read that was started later has shown it.
  if (evidenceAtMs <= Math.max(presence?.atMs ?? 0, contentAtMs)) return record;
  if (presence?.gone === true) return { ...record, presence: { ...presence, atMs: evidenceAtMs } };
  return appendNews(
    { ...record, presence: { gone: true, atMs: evidenceAtMs, sinceMs: evidenceAtMs } },
    { kind: 'removed' },
    nowMs,
  );
}
