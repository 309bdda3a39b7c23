import { BadInputError } from '../core/errors.ts';
import { isAwsBusy } from '../runtime/aws-errors.ts';
import { httpHandler, json, readJson, type HttpRequest, type HttpResponse } from '../runtime/http.ts';
import { actions } from './act.ts';
import { authenticate, type Caller } from './authenticate.ts';
import { cardRequestSchema, operations, type Operation } from './contract.ts';
import { busy, failed, notFound, rejected, toBusy } from './failures.ts';
import { findReview } from './find-review.ts';
import { look } from './look.ts';
import { parseRequest } from './parse-request.ts';
import type { SidebarDeps } from './ports.ts';
import { showCard } from './show-card.ts';

/** The agent's sidebar, called through Zendesk's request proxy (Apps reference, 3). No CORS headers: no browser calls it. */
export const createHandler = (deps: SidebarDeps) =>
  httpHandler(deps.logger, async (request) => {
    try {
      return await answer(deps, request);
    } catch (error) {
      return toAnswer(deps, error);
    }
  });

async function answer(deps: SidebarDeps, request: HttpRequest): Promise<HttpResponse> {
  const operation = operationOf(request);
  if (operation === undefined) return failed(notFound);
  const caller = await authenticate(deps, request.headers['authorization'], operation);
  if (caller === undefined) return failed(rejected);
  const body = readJson(request);
  return operation === 'card'
    ? card(deps, caller, body, versionOf(request))
    : actions[operation](deps, caller, body);
}

const operationOf = ({ pathParameters }: HttpRequest): Operation | undefined =>
  operations.find((name) => pathParameters?.['proxy'] === `v1/${name}`);

/** Which pages are in use. Anybody could send anything. */
const versionOf = ({ headers }: HttpRequest): string | undefined =>
  /^\d{1,4}\.\d{1,4}\.\d{1,4}$/.exec(headers['x-sidebar-version'] ?? '')?.[0];

async function card(
  deps: SidebarDeps,
  { accounts, claims }: Caller,
  body: unknown,
  appVersion: string | undefined,
): Promise<HttpResponse> {
  const request = parseRequest(cardRequestSchema, body);
  const found = await findReview(deps, accounts, request);
  if (found === undefined) return failed(notFound);
  const looked = await look(deps, found, { refresh: request.refresh === true });
  if (looked === undefined) return failed(notFound);
  const { foundBy, account, record } = found;
  deps.logger.info('sidebar card', {
    accountId: account.accountId,
    reviewId: record.reviewId,
    foundBy,
    freshness: looked.freshness,
    appVersion,
    // What the Zendesk app says; nobody has proven it.
    reportedTicket: claims.tid,
    reportedAgent: claims.uid,
  });
  return json(200, await showCard(deps, accounts, looked, foundBy));
}

/** @throws whatever is a bug of ours, for the handler to log */
function toAnswer({ logger }: SidebarDeps, error: unknown): HttpResponse {
  if (error instanceof BadInputError)
    return failed({ code: 'bad-request', message: error.message }, error.status);
  const failure = isAwsBusy(error) ? busy() : toBusy(error);
  if (failure === undefined) throw error;
  logger.warn('sidebar put off', {}, error);
  return failed(failure);
}
