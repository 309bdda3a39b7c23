import type { Account } from '../core/account.ts';
import { authenticate } from '../runtime/authenticate.ts';
import { empty, httpHandler, json, type HttpResponse } from '../runtime/http.ts';
import type { Accounts } from '../store/accounts.ts';
import { handOut, type HandOutDeps } from './hand-out.ts';
import { readPullRequest, toState } from './request.ts';

/** The proof of life is written at most this often: an empty pull costs no write. */
const heartbeatMs = 3_600_000;

export interface PullDeps extends HandOutDeps {
  accounts: Accounts;
}

/** Zendesk asks about every two minutes for what is new (Channel framework 5). Never calls Trustpilot. */
export const createHandler = (deps: PullDeps) =>
  httpHandler(deps.logger, async (request) => {
    const { metadata, batchId } = readPullRequest(request);
    const account = await authenticate(deps.accounts, metadata);
    if (account === undefined) return empty(401);
    await proveLife(deps, account);
    return answer(deps, account, batchId);
  });

async function proveLife({ accounts, nowMs }: PullDeps, account: Account): Promise<void> {
  const isDue = account.status !== 'live' || nowMs() - account.lastPullAtMs >= heartbeatMs;
  if (isDue) await accounts.pulled(account.accountId, nowMs());
}

async function answer(deps: PullDeps, account: Account, batchId: string | undefined): Promise<HttpResponse> {
  const { resources, batchId: next } = await handOut(deps, account, batchId);
  const { accountId, connection } = account;
  if (resources.length > 0) deps.logger.info('handed out', { accountId, resources: resources.length });
  const answer = json(200, {
    // An absent state keeps the old one; it is renewed only where it must name another batch, or none any more.
    ...((next !== undefined || batchId !== undefined) && { state: toState(next) }),
    ...(connection.status === 'dead' && { metadata_needs_update: true }),
    external_resources: [],
  });
  return { ...answer, body: withResources(answer.body ?? '', resources) };
}

/**
 * The resources are written out already; 200 of them twice would take as long as their query.
 * Appended one by one they are copied once, when the whole is sent; `join` copies them before that.
 */
function withResources(body: string, resources: string[]): string {
  let list = '';
  for (const resource of resources) list += list === '' ? resource : `,${resource}`;
  return `${body.slice(0, -'[]}'.length)}[${list}]}`;
}
