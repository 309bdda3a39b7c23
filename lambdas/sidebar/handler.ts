import { httpHandler, json } from '../runtime/http.ts';
import type { Logger } from '../runtime/logger.ts';
import { authenticate, type AuthenticateDeps } from './authenticate.ts';
import type { Failure } from './contract.ts';

export interface SidebarDeps extends AuthenticateDeps {
  logger: Logger;
}

const rejected: Failure = {
  code: 'sidebar_key_rejected',
  message: 'The sidebar key is missing, wrong or no longer valid.',
};
const notFound: Failure = { code: 'not-found', message: 'No review of this company.' };

/** The agent's sidebar, called through Zendesk's request proxy (Apps reference, 3). */
export const createHandler = (deps: SidebarDeps) =>
  httpHandler(deps.logger, async (request) => {
    const operation = /^v1\/([a-z-]+)$/.exec(request.pathParameters?.['proxy'] ?? '')?.[1] ?? '';
    const caller = await authenticate(deps, request.headers['authorization'], operation);
    return caller === undefined ? json(401, rejected) : json(404, notFound);
  });
