import { PermanentError, RetryableError } from '../../core/errors.ts';
import { replyHash } from '../../core/observe.ts';
import type { ReviewCopy } from '../../core/review-copy.ts';
import { certainAfterMs } from '../../reply/ports.ts';
import type { ActionRequests } from '../contract.ts';
import { keep, look, readNow } from '../look.ts';
import type { Attempt } from '../once.ts';
import type { Found, SidebarDeps } from '../ports.ts';

/** Trustpilot's clock and ours: what is otherwise assumed of clocks is five minutes. */
const skewMs = 6 * 60_000;

/** Asks the reviewer who they are, once: whoever dies in between, or gets no answer, looks before asking again. */
export async function findReviewer(
  deps: SidebarDeps,
  found: Found,
  { reviewId, message }: ActionRequests['find-reviewer'],
  { isAgain, startedAtMs }: Attempt,
): Promise<void> {
  if (isAgain && (await isThere(deps, found, message, startedAtMs))) return;
  await deps.sidebarCallsOf(found.account).findReviewer(reviewId, message);
  await show(deps, found, message, startedAtMs);
}

/** @throws RetryableError while Trustpilot's caches may hide it */
async function isThere(
  deps: SidebarDeps,
  found: Found,
  message: string,
  startedAtMs: number,
): Promise<boolean> {
  const { copy } = (await readNow(deps, found, undefined)) ?? {};
  if (copy !== undefined && hasRequest(copy, message, startedAtMs)) return true;
  if (deps.nowMs() - startedAtMs < certainAfterMs)
    throw new RetryableError('Whether the reviewer was asked is not certain yet.', { outcomeUnknown: true });
  return false;
}

/** The new request on the card. Trustpilot may not show it at once, and the day's calls may not reach for a look. */
async function show(deps: SidebarDeps, found: Found, message: string, startedAtMs: number): Promise<void> {
  const { copy } = (await look(deps, found, { refresh: true })) ?? {};
  if (copy === undefined || hasRequest(copy, message, startedAtMs)) return;
  const asked = { status: 'Pending', at: new Date(deps.nowMs()).toISOString(), message, answer: null };
  const requests = [...(copy.findReviewer?.requests ?? []), asked];
  await keep(deps, found, {
    ...copy,
    findReviewer: { isEligible: copy.findReviewer?.isEligible ?? true, requests },
  });
}

const hasRequest = ({ findReviewer: known }: ReviewCopy, message: string, startedAtMs: number): boolean =>
  known?.requests.some(
    (request) =>
      request.message !== null &&
      replyHash(request.message) === replyHash(message) &&
      (request.at === null || Date.parse(request.at) >= startedAtMs - skewMs),
  ) === true;

/** Trustpilot says no more than that the request is wrong; what that means here is known (reference, 5.2). */
export const explainFindReviewer = (error: unknown): string | undefined =>
  error instanceof PermanentError && error.reason === 'rejected'
    ? 'Trustpilot does not take this request: Find Reviewer is not available for this review, or was used for it already.'
    : undefined;
