import { BadInputError, PermanentError, type RefusalReason } from '../core/errors.ts';

const refusals: Record<RefusalReason, string> = {
  'connection-dead':
    'The connection to Trustpilot has ended. An admin must open the account in Channel integrations and choose Reconnect.',
  forbidden:
    'Trustpilot does not allow this login to reply: its plan or its rights do not include replies to this domain. An admin can check that in Trustpilot Business.',
  'not-found': 'This review is no longer on Trustpilot, so the reply cannot be published.',
  conflict:
    'Trustpilot keeps the reply that stands on the review already. Delete that one in Trustpilot Business and send this one again.',
  rejected: 'Trustpilot refused the text of the reply. Change it and send it again.',
  unreadable: 'Trustpilot answered in a way we do not understand. Try again later.',
};

/** Why a reply is refused for good, in words that an agent can act on; undefined where a repeat may help. */
export function explainRefusal(error: unknown): string | undefined {
  if (error instanceof PermanentError) return refusals[error.reason];
  return error instanceof BadInputError ? error.message : undefined;
}
