import { createHash, randomUUID } from 'node:crypto';
import { BadInputError, RetryableError } from '../core/errors.ts';
import type { Outcome } from '../store/sidebar-actions.ts';
import type { Operation } from './contract.ts';
import { toRefusal } from './failures.ts';
import type { SidebarDeps } from './ports.ts';

/** Longer than a Lambda lives, so a lease never runs out under its holder. */
const leaseMs = 30_000;
/** A second click waits so long for the first one's result. */
const patienceMs = 8_000;
const lookEveryMs = 400;

export interface Click {
  accountId: string;
  reviewId: string;
  operation: Operation;
  actionId: string;
}

export interface Attempt {
  /** Of the lock that the work may need. */
  owner: string;
  /** When the click was first received (ms). */
  startedAtMs: number;
  /** Somebody died at it, or got no answer: it may be done already. */
  isAgain: boolean;
}

type Work = (attempt: Attempt) => Promise<void>;
type Explain = (error: unknown) => string | undefined;

/**
 * Does the work of a click once, however often and by however many it is sent, for a day. A refusal for good is a
 * result like success; after anything else the same click tries again.
 */
export async function once(deps: SidebarDeps, click: Click, work: Work, explain?: Explain): Promise<Outcome> {
  const attempt = await claim(deps, click);
  if ('outcome' in attempt) return attempt.outcome;
  const { accountId, actionId } = click;
  const { owner } = attempt;
  try {
    await work(attempt);
  } catch (error) {
    const failure = toRefusal(error, explain);
    if (failure === undefined) {
      await deps.sidebarActions.release(accountId, actionId, owner, { mayBeDone: mayBeDone(error) });
      throw error;
    }
    deps.logger.warn('sidebar action refused', { ...click }, error);
    await deps.sidebarActions.finish(accountId, actionId, owner, { failure });
    return { failure };
  }
  await deps.sidebarActions.finish(accountId, actionId, owner, {});
  deps.logger.info('sidebar action', { ...click });
  return {};
}

/** Only where Trustpilot surely did nothing may the next try go ahead without a look. */
const mayBeDone = (error: unknown): boolean => !(error instanceof RetryableError) || error.outcomeUnknown;

async function claim(deps: SidebarDeps, click: Click): Promise<Attempt | { outcome: Outcome }> {
  const { accountId, actionId } = click;
  const what = hashOf(click);
  const owner = randomUUID();
  const startedAtMs = deps.nowMs();
  const first = { what, startedAtMs, owner, leaseUntilMs: startedAtMs + leaseMs };
  for (;;) {
    if (await deps.sidebarActions.claim(accountId, actionId, first))
      return { owner, startedAtMs, isAgain: false };
    const known = await deps.sidebarActions.read(accountId, actionId);
    if (known !== undefined) {
      if (known.what !== what) throw new BadInputError('This action id was used for something else.');
      if (known.outcome !== undefined) return { outcome: known.outcome };
      const nowMs = deps.nowMs();
      const lease = { owner, nowMs, leaseUntilMs: nowMs + leaseMs };
      if (known.leaseUntilMs < nowMs && (await deps.sidebarActions.takeOver(accountId, actionId, lease)))
        return { owner, startedAtMs: known.startedAtMs, isAgain: true };
    }
    if (deps.nowMs() >= startedAtMs + patienceMs)
      throw new RetryableError('The same click is being worked on.');
    await deps.wait(lookEveryMs);
  }
}

const hashOf = ({ reviewId, operation }: Click): string =>
  createHash('sha256').update(`${operation} ${reviewId}`).digest('base64url');
