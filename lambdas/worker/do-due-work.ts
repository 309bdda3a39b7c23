import type { Account } from '../core/account.ts';
import type { ReplyDeps } from '../reply/ports.ts';
import { settleReply } from '../reply/settle-reply.ts';
import type { Due } from '../store/due.ts';
import { reoffer, type ReofferDeps } from './reoffer.ts';
import { freePendingAccount, removeAccount, type RemoveDeps } from './remove-account.ts';
import { unpark } from './unpark.ts';

export interface DueDeps extends ReofferDeps, RemoveDeps, ReplyDeps {
  due: ReplyDeps['due'];
  nowMs: () => number;
  abandonDialogue: (dialogueId: string) => Promise<void>;
}

/** Does planned work whose time has come, then deletes its row: until then every tick sends it again. */
export async function doDueWork(deps: DueDeps, due: Due): Promise<void> {
  if (due.accountId === undefined) await withoutAccount(deps, due);
  else
    await ofAccount(deps, due, due.accountId, await deps.accounts.read(due.accountId, { consistent: true }));
  await deps.due.done(due);
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
  if (kind === 'unpark') return unpark(deps.outbox, accountId, id);
  return settleReply(deps, account, id);
}
