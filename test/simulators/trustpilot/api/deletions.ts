import { type Answer, Refusal, badRequest, json } from '../answer.ts';
import { parseInstant } from '../instant.ts';
import type { Deletion } from '../model.ts';
import { type ApiCall, type Route, publicRoute } from './routes.ts';

/* What integrations must erase too. Not limited to one business unit; calls do not count on the allowance. */
export const deletionRoutes: Route[] = [
  publicRoute('review-deletions', '/v1/reviews/deletions', (call) =>
    feed(call, call.world.reviewDeletions, 'reviews', 'reviewId'),
  ),
  publicRoute('consumer-deletions', '/v1/consumers/deletions', (call) =>
    feed(call, call.world.consumerDeletions, 'consumers', 'consumerId'),
  ),
];

function feed({ request }: ApiCall, deletions: Deletion[], listName: string, idName: string): Answer {
  const { query } = request;
  const limit = Number(query.get('limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) return badRequest('limit must be 1 to 1000');
  const from = dayOf(query, 'startDate') ?? -Infinity;
  // A date names a whole day: the end date's deletions belong to the answer.
  const to = (dayOf(query, 'endDate') ?? Infinity) + 86_400_000;
  const wanted = deletions.filter(({ deletedAtMs }) => deletedAtMs >= from && deletedAtMs < to);
  const start = readToken(query.get('nextToken'));
  const items = wanted.slice(start, start + limit).map(({ id, deletedAtMs }) => ({
    [idName]: id,
    deletedAt: new Date(deletedAtMs).toISOString(),
  }));
  const next = start + limit;
  return json(200, { [listName]: items, nextToken: next < wanted.length ? writeToken(next) : null });
}

function dayOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const instant = parseInstant(text);
  if (instant === undefined) throw new Refusal(badRequest(`${name} is not a date`));
  return Date.parse(`${instant.slice(0, 10)}T00:00:00Z`);
}

const writeToken = (position: number): string => Buffer.from(`d${position}`).toString('base64url');

function readToken(token: string | null): number {
  if (!token) return 0;
  const position = /^d(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  if (position === undefined) throw new Refusal(badRequest('nextToken is not valid'));
  return Number(position);
}
