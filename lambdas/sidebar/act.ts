import type * as z from 'zod/mini';
import { explainRefusal } from '../reply/explain.ts';
import type { HttpResponse } from '../runtime/http.ts';
import { json } from '../runtime/http.ts';
import { changeTags } from './actions/change-tags.ts';
import { deleteReply } from './actions/delete-reply.ts';
import { explainFindReviewer, findReviewer } from './actions/find-reviewer.ts';
import { publishAgain } from './actions/publish-again.ts';
import type { Caller } from './authenticate.ts';
import { actionRequestSchemas, type ActionRequests } from './contract.ts';
import { failed, notFound } from './failures.ts';
import { readReview } from './find-review.ts';
import { once, type Attempt } from './once.ts';
import { parseRequest } from './parse-request.ts';
import type { Found, SidebarDeps } from './ports.ts';
import { showCard } from './show-card.ts';

type ActionName = keyof ActionRequests;

interface Action<Name extends ActionName> {
  schema: z.ZodMiniType<ActionRequests[Name]>;
  work: (deps: SidebarDeps, found: Found, request: ActionRequests[Name], attempt: Attempt) => Promise<void>;
  explain?: (error: unknown) => string | undefined;
}

const actions: { [Name in ActionName]: Action<Name> } = {
  tags: { schema: actionRequestSchemas.tags, work: changeTags },
  'find-reviewer': {
    schema: actionRequestSchemas['find-reviewer'],
    work: findReviewer,
    explain: explainFindReviewer,
  },
  'delete-reply': { schema: actionRequestSchemas['delete-reply'], work: deleteReply },
  'publish-again': {
    schema: actionRequestSchemas['publish-again'],
    work: publishAgain,
    explain: explainRefusal,
  },
};

/** Does what an agent clicked, and answers with the card as it is afterwards. Agents' actions never wait for our own budget. */
export async function act<Name extends ActionName>(
  deps: SidebarDeps,
  { accounts }: Caller,
  operation: Name,
  body: unknown,
): Promise<HttpResponse> {
  const { schema, work, explain }: Action<Name> = actions[operation];
  const request = parseRequest(schema, body);
  const { reviewId, actionId } = request;
  const found = await readReview(deps, accounts, reviewId);
  if (found === undefined) return failed(notFound);
  const { accountId } = found.account;
  const click = { accountId, reviewId, operation, actionId };
  const { failure } = await once(deps, click, (attempt) => work(deps, found, request, attempt), explain);
  if (failure !== undefined) return failed(failure);
  return showResult(deps, accounts, reviewId);
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
