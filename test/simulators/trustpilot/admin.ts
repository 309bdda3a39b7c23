import { z } from 'zod';
import { type Answer, json } from './answer.ts';
import type { Commands } from './commands.ts';
import { businessUnitDraftSchema, keyDraftSchema, userDraftSchema } from './directory.ts';
import { chaosSchema, faultSchema } from './faults.ts';
import type { Request } from './http-server.ts';
import { reviewChangeSchema, reviewDraftSchema } from './review-draft.ts';
import { UnknownReviewError } from './review-life.ts';
import { type Seed, seedSchema } from './seed.ts';
import { type Switches, switchesSchema } from './switches.ts';
import { webhookEvents } from './webhooks.ts';

type AdminWork = (commands: Commands, id: string, body: unknown) => unknown;

const instant = z.union([z.string(), z.number()]);
const reviewsSchema = z.strictObject({ reviews: z.array(reviewDraftSchema) });
const clockSchema = z
  .strictObject({ now: instant, advanceMs: z.number(), stop: z.literal(true), run: z.literal(true) })
  .partial();
const replySchema = z.strictObject({ text: z.string().min(1), author: z.string().optional() });
const hideSchema = z.strictObject({ as: switchesSchema.shape.hiddenReviews.optional() });
const webhookSchema = z.strictObject({
  domain: z.string(),
  url: z.url(),
  eventNames: z.array(z.enum(webhookEvents)).optional(),
});

const done = { done: true };

/* The same commands for other processes. `{id}` is the id of a review, user or consumer. */
const works: Record<string, AdminWork> = {
  'GET /admin/state': (commands) => ({
    now: new Date(commands.nowMs()).toISOString(),
    switches: commands.switches(),
    domains: commands.domains(),
    users: commands.users().map(({ password: _, ...user }) => user),
    pendingFaults: commands.pendingFaults(),
  }),
  'POST /admin/reset': (commands, _, body) =>
    // Without a seed: the one that the simulator was started with.
    acted(() => commands.reset(Object.keys(body as object).length === 0 ? undefined : toSeed(body))),
  'POST /admin/seed': (commands, _, body) => acted(() => commands.seed(toSeed(body))),
  'POST /admin/clock': (commands, _, body) => moveClock(commands, clockSchema.parse(body)),
  'PATCH /admin/switches': (commands, _, body) => {
    commands.setSwitches(toSwitches(body));
    return commands.switches();
  },
  'POST /admin/business-units': (commands, _, body) =>
    commands.addBusinessUnit(businessUnitDraftSchema.parse(body)),
  'POST /admin/users': (commands, _, body) => commands.addUser(userDraftSchema.parse(body)),
  'POST /admin/keys': (commands, _, body) => acted(() => commands.addKey(keyDraftSchema.parse(body))),
  'DELETE /admin/users/{id}': (commands, id) => acted(() => commands.deleteUser(id)),
  'POST /admin/users/{id}/revoke': (commands, id) => acted(() => commands.revokeUser(id)),
  'PUT /admin/users/{id}/domains': (commands, id, body) =>
    acted(() =>
      commands.grantDomains(id, z.strictObject({ domains: z.array(z.string()) }).parse(body).domains),
    ),

  'GET /admin/reviews': (commands) => ({ reviews: commands.reviews() }),
  'POST /admin/reviews': (commands, _, body) => {
    const many = reviewsSchema.safeParse(body);
    if (many.success) return { reviews: commands.createReviews(many.data.reviews) };
    return commands.createReview(reviewDraftSchema.parse(body));
  },
  'GET /admin/reviews/{id}': (commands, id) => {
    const review = commands.review(id);
    if (!review) throw new UnknownReviewError(id);
    return review;
  },
  'PATCH /admin/reviews/{id}': (commands, id, body) =>
    commands.editReview(id, reviewChangeSchema.parse(body)),
  'DELETE /admin/reviews/{id}': (commands, id) => acted(() => commands.deleteReview(id)),
  'POST /admin/reviews/{id}/hide': (commands, id, body) => commands.hideReview(id, hideSchema.parse(body).as),
  'POST /admin/reviews/{id}/flag': (commands, id) => commands.flagReview(id),
  'POST /admin/reviews/{id}/answer': (commands, id, body) =>
    commands.answerFindReviewer(id, z.nullable(z.record(z.string(), z.nullable(z.string()))).parse(body)),
  'POST /admin/reviews/{id}/restore': (commands, id) => commands.restoreReview(id),
  'POST /admin/reviews/{id}/move': (commands, id, body) =>
    commands.moveReview(id, z.strictObject({ domain: z.string() }).parse(body).domain),
  'POST /admin/reviews/{id}/reply': (commands, id, body) => {
    const { text, author } = replySchema.parse(body);
    return acted(() => commands.colleagueReplies(id, text, author));
  },
  'DELETE /admin/reviews/{id}/reply': (commands, id) => acted(() => commands.colleagueDeletesReply(id)),
  'GET /admin/reviews/{id}/publications': (commands, id) => ({ publications: commands.publications(id) }),
  'DELETE /admin/consumers/{id}': (commands, id) => acted(() => commands.deleteConsumer(id)),

  'POST /admin/tokens/expire': (commands) => acted(() => commands.expireAccessTokens()),
  'POST /admin/tokens/expire-refresh': (commands) => acted(() => commands.expireRefreshTokens()),
  'POST /admin/faults': (commands, _, body) => acted(() => commands.failNext(toFault(body))),
  'DELETE /admin/faults': (commands) => acted(() => commands.clearFaults()),
  'POST /admin/chaos': (commands, _, body) => acted(() => commands.chaos(chaosSchema.parse(body))),

  'POST /admin/webhooks': (commands, _, body) => {
    const { domain, url, eventNames } = webhookSchema.parse(body);
    return acted(() => commands.subscribeWebhook(domain, url, eventNames));
  },
  'DELETE /admin/webhooks': (commands) => acted(() => commands.unsubscribeWebhooks()),
  'GET /admin/webhook-deliveries': async (commands) => {
    await commands.webhooksSettled();
    return { deliveries: commands.webhookDeliveries() };
  },
  'GET /admin/calls': (commands) => ({ calls: commands.calls() }),
  'DELETE /admin/calls': (commands) => acted(() => commands.forgetCalls()),
  'GET /admin/call-counts': (commands) => commands.callCounts(),
};

const table = Object.entries(works).map(([line, work]) => {
  const [method = '', path = ''] = line.split(' ');
  return { method, pattern: new RegExp(`^${path.replace('{id}', '(?<id>[^/]+)')}$`), work };
});

/** One call to `/admin`: JSON in, JSON out; 400 says what is wrong with the input. */
export async function answerAdminCall(commands: Commands, request: Request): Promise<Answer> {
  const found = table.find(({ method, pattern }) => method === request.method && pattern.test(request.path));
  if (!found) return json(404, { message: 'Unknown admin call', calls: Object.keys(works) });
  try {
    const body: unknown = request.body === '' ? {} : JSON.parse(request.body);
    const id = found.pattern.exec(request.path)?.groups?.['id'] ?? '';
    return json(200, await found.work(commands, id, body));
  } catch (error) {
    const message = error instanceof Error ? error.message : 'Bad input';
    return json(error instanceof UnknownReviewError ? 404 : 400, { message });
  }
}

function acted(act: () => void): typeof done {
  act();
  return done;
}

// zod types optional fields as `T | undefined`; leaving those out says the same.
const defined = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));

const toSwitches = (body: unknown): Partial<Switches> => defined(switchesSchema.partial().parse(body));
const toSeed = (body: unknown): Partial<Seed> => defined(seedSchema.parse(body));

/** `/…/` in `match` is a pattern, anything else a part of the request line. */
function toFault(body: unknown): ReturnType<typeof faultSchema.parse> {
  const fault = faultSchema.parse(body);
  const pattern = typeof fault.match === 'string' ? /^\/(.+)\/$/.exec(fault.match)?.[1] : undefined;
  return pattern === undefined ? fault : { ...fault, match: new RegExp(pattern) };
}

function moveClock(commands: Commands, move: z.infer<typeof clockSchema>): { now: string } {
  if (move.now !== undefined) commands.setClock(move.now);
  if (move.advanceMs !== undefined) commands.advanceClock(move.advanceMs);
  if (move.stop) commands.stopClock();
  if (move.run) commands.runClock();
  return { now: new Date(commands.nowMs()).toISOString() };
}
