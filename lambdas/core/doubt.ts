import type { Observation } from './observe.ts';
import type { ReviewRecord } from './review-record.ts';

/**
 * When a review must be read once more, because one observation does not settle what it showed: it is hidden
 * (newer news may have overtaken these), back sooner than a cache lives, or so is its company reply or the lack of it.
 * Undefined when all is certain. `record` has the observation in it already.
 */
export function doubtUntilMs(
  record: ReviewRecord,
  observation: Observation,
  absenceMs: number,
): number | undefined {
  const presence = doubtfulPresenceMs(record, observation, absenceMs);
  const doubts = [presence, doubtfulReplyMs(record, observation, absenceMs)].filter(
    (atMs) => atMs !== undefined,
  );
  return doubts.length === 0 ? undefined : Math.max(...doubts) + absenceMs;
}

/** The read that raised the doubt. */
function doubtfulPresenceMs(
  { presence }: ReviewRecord,
  { review, requestedAtMs }: Observation,
  absenceMs: number,
): number | undefined {
  if (presence?.gone !== true) return undefined;
  const isNews = review.hidden && requestedAtMs === presence.sinceMs;
  const isTooEarly = !review.hidden && requestedAtMs < presence.atMs + absenceMs;
  return isNews || isTooEarly ? Math.max(presence.atMs, requestedAtMs) : undefined;
}

function doubtfulReplyMs(
  { reply }: ReviewRecord,
  { review, requestedAtMs }: Observation,
  absenceMs: number,
): number | undefined {
  const { missingSinceMs, deletedAtMs } = reply ?? {};
  if (missingSinceMs !== undefined || deletedAtMs === undefined) return missingSinceMs;
  const isTooEarly = review.reply !== null && requestedAtMs < deletedAtMs + absenceMs;
  return isTooEarly ? deletedAtMs : undefined;
}
