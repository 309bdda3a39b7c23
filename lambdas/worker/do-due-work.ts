import type { Account } from '../core/account.ts';
import { BadInputError, PermanentError, RetryableError } from '../core/errors.ts';
import type { ReplyDeps } from '../reply/ports.ts';
import { settleReply, type SettleDeps } from '../reply/settle-reply.ts';
import type { Due } from '../store/due.ts';
import { forget, type EraseDeps } from './erase-review.ts';
import { lookAgain, type LookDeps } from './look-at-review.ts';
import { reoffer, type ReofferDeps } from './reoffer.ts';
import { freePendingAccount, removeAccount, type RemoveDeps } from './remove-account.ts';
import { retell } from './retell.ts';
import { unpark } from './unpark.ts';

export interface DueDeps extends ReofferDeps, RemoveDeps, ReplyDeps, LookDeps, SettleDeps, EraseDeps {
  due: ReplyDeps['due'];
  nowMs: () => number;
  abandonDialogue: (dialogueId: string) => Promise<void>;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * Does planned work whose time has come, then deletes its row: until then every tick sends it again. Work that
 * cannot be done now gets a later row instead of its repeats in the queue, where they would pile up; hopeless work
 * is parked for a person and tried again daily.
 */
export async function doDueWork(deps: DueDeps, due: Due): Promise<void> {
  try {
    await doWork(deps, due);
  } catch (error) {
    const laterMs = postponedByMs(error);
    if (laterMs === undefined) throw error;
    await deps.due.put({ ...due, atMs: deps.nowMs() + laterMs });
    await deps.due.done(due);
    if (!(error instanceof RetryableError)) throw error;
    deps.logger.warn('planned work postponed', { kind: due.kind, accountId: due.accountId }, error);
    return;
  }
  await deps.due.done(due);
}

function postponedByMs(error: unknown): number | undefined {
  if (error instanceof RetryableError) return Math.max(minuteMs, (error.retryAfterSeconds ?? 0) * 1000);
  return error instanceof BadInputError || error instanceof PermanentError ? dayMs : undefined;
}

async function doWork(deps: DueDeps, due: Due): Promise<void> {
  const { accountId } = due;
  if (accountId === undefined) return withoutAccount(deps, due);
  await ofAccount(deps, due, accountId, await deps.accounts.read(accountId, { consistent: true }));
}

async function withoutAccount(deps: DueDeps, { kind, id }: Due): Promise<void> {
  if (kind === 'dialogue') await deps.abandonDialogue(id);
  if (kind === 'revoke') await deps.endConnection(id);
}

async function ofAccount(
  deps: DueDeps,
  due: Due,
  accountId: string,
  account: Account | undefined,
): Promise<void> {
  const { kind, id } = due;
  if (kind === 'purge') return removeAccount(deps, accountId, account);
  if (kind === 'pending') return freePendingAccount(deps, accountId);
  if (kind === 'dialogue') return deps.abandonDialogue(id);
  if (kind === 'revoke') return deps.endConnection(id);
  if (account === undefined || account.status === 'leaving') return;
  if (kind === 'reoffer') return reoffer(deps, accountId, due);
  if (kind === 'absence') return lookAgain(deps, account, due);
  if (kind === 'unpark') return unpark(deps.outbox, accountId, id);
  if (kind === 'forget') return forget(deps, account, due);
  if (kind === 'retell') return retell(deps, accountId, due);
  return settleReply(deps, account, id);
}
