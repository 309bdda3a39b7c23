import type * as z from 'zod/mini';
import { explainRefusal } from '../reply/explain.ts';
import { json, type HttpResponse } from '../runtime/http.ts';
import { changeTags } from './actions/change-tags.ts';
import { deleteReply } from './actions/delete-reply.ts';
import { explainFindReviewer, findReviewer } from './actions/find-reviewer.ts';
import { publishAgain } from './actions/publish-again.ts';
import type { Caller } from './authenticate.ts';
import { actionRequestSchemas as schemas, type ActionRequests } from './contract.ts';
import { failed, notFound } from './failures.ts';
import { readReview } from './find-review.ts';
import { once, type Attempt } from './once.ts';
import { parseRequest } from './parse-request.ts';
import type { Found, SidebarDeps } from './ports.ts';
import { showCard } from './show-card.ts';

type ActionName = keyof ActionRequests;
type Act = (deps: SidebarDeps, caller: Caller, body: unknown) => Promise<HttpResponse>;

/** What an agent can click. */
export const actions: Record<ActionName, Act> = {
  tags: action('tags', schemas.tags, changeTags),
  'find-reviewer': action('find-reviewer', schemas['find-reviewer'], findReviewer, explainFindReviewer),
  'delete-reply': action('delete-reply', schemas['delete-reply'], deleteReply),
  'publish-again': action('publish-again', schemas['publish-again'], publishAgain, explainRefusal),
};

/** Does its work once and answers with the card as it is afterwards. Agents' actions never wait for our own budget. */
function action<Request extends { reviewId: string; actionId: string }>(
  operation: ActionName,
  schema: z.ZodMiniType<Request>,
  work: (deps: SidebarDeps, found: Found, request: Request, attempt: Attempt) => Promise<void>,
  explain?: (error: unknown) => string | undefined,
): Act {
  return async (deps, { accounts }, body) => {
    const request = parseRequest(schema, body);
    const { reviewId, actionId } = request;
    const found = await readReview(deps, accounts, reviewId);
    if (found === undefined) return failed(notFound);
    const click = { accountId: found.account.accountId, reviewId, operation, actionId };
    const { failure } = await once(deps, click, (attempt) => work(deps, found, request, attempt), explain);
    return failure === undefined ? showResult(deps, accounts, reviewId) : failed(failure);
  };
}

/** What is stored now: the action has left there what it learned. */
async function showResult(
  deps: SidebarDeps,
  accounts: Caller['accounts'],
  reviewId: string,
): Promise<HttpResponse> {
  const found = await readReview(deps, accounts, reviewId);
  if (found === undefined) return failed(notFound);
  const copy = await deps.reviewCopies.read(found.account.accountId, reviewId, deps.nowMs());
  return json(200, await showCard(deps, accounts, { ...found, copy, freshness: 'stored' }, 'request'));
}
