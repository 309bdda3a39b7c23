import type { Account } from '../core/account.ts';
import { BadInputError, PermanentError, RetryableError } from '../core/errors.ts';
import { toExternalId } from '../core/external-id.ts';
import { toReplyText } from '../core/reply.ts';
import { explainRefusal } from '../reply/explain.ts';
import type { ReplyDeps } from '../reply/ports.ts';
import { publishReply } from '../reply/publish-reply.ts';
import { authenticate } from '../runtime/authenticate.ts';
import { empty, httpHandler, json, type HttpResponse } from '../runtime/http.ts';
import type { Accounts } from '../store/accounts.ts';
import { readChannelbackRequest, type ChannelbackRequest } from './request.ts';

export interface ChannelbackDeps extends ReplyDeps {
  accounts: Accounts;
  maxReplyCharacters: number;
}

/** An agent answered in the ticket: 200 only once Trustpilot has taken it (Channel framework 7). */
export const createHandler = (deps: ChannelbackDeps) =>
  httpHandler(deps.logger, async (request) => {
    const { metadata, read } = readChannelbackRequest(request);
    const account = await authenticate(deps.accounts, metadata);
    return account === undefined ? empty(401) : reply(deps, account, read());
  });

async function reply(
  deps: ChannelbackDeps,
  account: Account,
  { target, message, replyId }: ChannelbackRequest,
): Promise<HttpResponse> {
  const { accountId } = account;
  const { reviewId } = target;
  if (target.accountId !== accountId) {
    throw new BadInputError('This ticket belongs to another account and cannot be answered from this one.', {
      status: 422,
    });
  }
  const text = toReplyText(message, deps.maxReplyCharacters);
  let isOpen: boolean;
  try {
    isOpen = await publishReply(deps, account, { replyId, reviewId, text });
  } catch (error) {
    if (error instanceof PermanentError) return refused(deps, accountId, reviewId, error);
    if (error instanceof RetryableError) return later(deps, accountId, reviewId, error);
    throw error;
  }
  const externalId = toExternalId({ accountId, reviewId, factId: `reply:${replyId}` });
  return json(200, { external_id: externalId, allow_channelback: isOpen });
}

/** Nothing more can be said now; the agent sees the comment as not delivered, and a note follows in every case. */
const laterTexts = {
  unknown:
    'Trustpilot gave no clear answer. Whether the reply was published is being found out; a note in this ticket will say so within 20 minutes. There is no need to send it again.',
  unsent:
    'Trustpilot cannot take the reply just now. It is not published yet; send it again in a few minutes.',
};

function refused(
  deps: ChannelbackDeps,
  accountId: string,
  reviewId: string,
  error: PermanentError,
): HttpResponse {
  deps.logger.error('reply refused', { accountId, reviewId, why: error.reason }, error);
  return json(error.reason === 'connection-dead' ? 401 : 422, { error_info: explainRefusal(error) });
}

function later(
  deps: ChannelbackDeps,
  accountId: string,
  reviewId: string,
  error: RetryableError,
): HttpResponse {
  deps.logger.warn('reply put off', { accountId, reviewId }, error);
  const answer = json(503, { error_info: laterTexts[error.outcomeUnknown ? 'unknown' : 'unsent'] });
  const headers = { ...answer.headers, 'retry-after': String(error.retryAfterSeconds ?? 60) };
  return { ...answer, headers };
}
