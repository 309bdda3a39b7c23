import { BadInputError } from '../core/errors.ts';
import { isWanted } from '../core/filter.ts';
import { fromBody } from '../queue/body.ts';
import { messageSchema, type Message } from '../queue/message.ts';
import { queueHandler } from '../runtime/queue-handler.ts';
import { doDueWork, type DueDeps } from './do-due-work.ts';
import { erase, type EraseDeps } from './erase-review.ts';
import { followHint, type HintDeps } from './follow-hint.ts';
import { recordObservation } from './record-observation.ts';

export type WorkerDeps = DueDeps &
  HintDeps &
  EraseDeps & { park: (body: string, reason: string) => Promise<void> };

/** The worker: one message at a time, each repeatable. */
export const createHandler = (deps: WorkerDeps) =>
  queueHandler({
    parse: parseMessage,
    work: (message) => work(deps, message),
    park: deps.park,
    logger: deps.logger,
  });

function parseMessage(body: string): Message {
  try {
    return messageSchema.parse(fromBody(body));
  } catch (cause) {
    throw new BadInputError('The message is not one of ours.', { cause });
  }
}

async function work(deps: WorkerDeps, message: Message): Promise<void> {
  if (message.kind === 'due') return doDueWork(deps, message.due);
  const account = await deps.accounts.read(message.accountId);
  if (account === undefined || account.status === 'leaving') return;
  if (message.kind === 'erase') return erase(deps, account, message);
  if (message.kind === 'hint') return followHint(deps, account, message);
  if ((await recordObservation(deps, account, message)) === 'recorded') return;
  // Left out for good only by the newest settings: a row read a moment after Submit may not name a new domain yet.
  const newest = await deps.accounts.read(message.accountId, { consistent: true });
  if (newest !== undefined && isWanted(newest, message)) await recordObservation(deps, newest, message);
}
