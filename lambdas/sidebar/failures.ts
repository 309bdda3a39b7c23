import { BadInputError, PermanentError, RetryableError, type RefusalReason } from '../core/errors.ts';
import { json, type HttpResponse } from '../runtime/http.ts';
import type { Failure } from './contract.ts';

const statuses: Record<Failure['code'], number> = {
  'bad-request': 400,
  sidebar_key_rejected: 401,
  'not-found': 404,
  'connection-dead': 409,
  refused: 422,
  'allowance-short': 429,
  busy: 503,
};

export const failed = (failure: Failure, status = statuses[failure.code]): HttpResponse =>
  json(status, failure);

/** For whatever is wrong with a token: nobody learns what. */
export const rejected: Failure = {
  code: 'sidebar_key_rejected',
  message: 'The sidebar key is missing, wrong or no longer valid.',
};

/** For a review of somebody else as for none. */
export const notFound: Failure = { code: 'not-found', message: 'No such review of this company.' };

export const busy = (message = 'Busy; please try again in a moment.'): Failure => ({ code: 'busy', message });

const refusals: Record<RefusalReason, string> = {
  'connection-dead':
    'The connection to Trustpilot has ended. An admin must open the account in Channel integrations and choose Reconnect.',
  forbidden: 'Trustpilot does not allow this login to do that: its plan or its rights do not include it.',
  'not-found': 'This is no longer on Trustpilot.',
  conflict: 'Trustpilot says that something stands in the way. Look at the review in Trustpilot Business.',
  rejected: 'Trustpilot does not accept this for this review.',
  unreadable: 'Trustpilot answered in a way we do not understand. Look at the review in Trustpilot Business.',
};

/** A refusal for good, in words for the agent; undefined where another try may help. */
export function toRefusal(error: unknown, explain?: (error: unknown) => string | undefined) {
  const said = explain?.(error);
  if (error instanceof PermanentError) {
    const code = error.reason === 'connection-dead' ? 'connection-dead' : 'refused';
    return { code, message: said ?? refusals[error.reason] } as const;
  }
  return error instanceof BadInputError ? ({ code: 'refused', message: error.message } as const) : undefined;
}

/** Another try may help; undefined for a bug of ours. */
export const toBusy = (error: unknown): Failure | undefined => {
  if (!(error instanceof RetryableError)) return undefined;
  return error.outcomeUnknown
    ? busy('Trustpilot gave no clear answer. Refresh in a few minutes to see what became of it.')
    : busy();
};
