import type { Account } from '../core/account.ts';
import { BadInputError, PermanentError } from '../core/errors.ts';
import { toExternalId } from '../core/external-id.ts';
import { toReplyText } from '../core/reply.ts';
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
  try {
    await publishReply(deps, account, { replyId, reviewId, text });
  } catch (error) {
    if (error instanceof PermanentError) return refused(deps, accountId, reviewId, error);
    throw error;
  }
  const externalId = toExternalId({ accountId, reviewId, factId: `reply:${replyId}` });
  return json(200, { external_id: externalId, allow_channelback: true });
}

const reasons: Record<PermanentError['reason'], string> = {
  'connection-dead':
    'The connection to Trustpilot has ended. An admin must open the account in Channel integrations and choose Reconnect.',
  forbidden:
    'Trustpilot does not allow this login to reply: its plan or its rights do not include replies to this domain. An admin can check that in Trustpilot Business.',
  'not-found': 'This review is no longer on Trustpilot, so the reply cannot be published.',
  rejected: 'Trustpilot refused the text of the reply. Change it and send it again.',
  unreadable: 'Trustpilot answered in a way we do not understand. Try again later.',
};

function refused(
  deps: ChannelbackDeps,
  accountId: string,
  reviewId: string,
  error: PermanentError,
): HttpResponse {
  deps.logger.error('reply refused', { accountId, reviewId, why: error.reason }, error);
  const isDead = error.reason === 'connection-dead';
  return json(isDead ? 401 : 422, { error_info: reasons[error.reason] });
}
