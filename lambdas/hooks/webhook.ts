import * as z from 'zod/mini';
import { BadInputError } from '../core/errors.ts';
import { trustpilotIdSchema } from '../core/review.ts';
import type { HintMessage } from '../queue/message.ts';
import type { ReviewQueue } from '../queue/review-queue.ts';
import { empty, readJson, type HttpRequest, type HttpResponse } from '../runtime/http.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Webhooks } from '../store/webhooks.ts';

export interface WebhookDeps {
  webhooks: Webhooks;
  queue: ReviewQueue;
  logger: Logger;
}

const bodySchema = z.object({ events: z.array(z.unknown()) });

/** Of an event only the id can be relied on (Trustpilot reference, 6). Other events and shapes lose only themselves. */
const eventSchema = z.object({
  eventName: z.enum(['service-review-created', 'service-review-updated', 'service-review-deleted']),
  eventData: z.object({
    id: z.pipe(
      z.string(),
      z.pipe(
        z.transform((id: string) => id.toLowerCase()),
        trustpilotIdSchema,
      ),
    ),
  }),
});

const isCreation = ({ eventName }: z.infer<typeof eventSchema>): boolean =>
  eventName === 'service-review-created';

/** Trustpilot tells a handful at once; whoever came by a webhook's address must not fill the queue with one request. */
const maxReviews = 200;

/**
 * Trustpilot says that something happened to reviews. Nobody signs that, so it is a hint: each review is read again,
 * by the worker, because Trustpilot wants its answer at once.
 */
export async function takeHints(
  { webhooks, queue, logger }: WebhookDeps,
  request: HttpRequest,
): Promise<HttpResponse> {
  const target = await webhooks.find(request.pathParameters?.['key'] ?? '');
  if (target === undefined) return empty(404);
  const body = bodySchema.safeParse(readJson(request));
  if (!body.success) throw new BadInputError('The body has no list of events.');
  const events = body.data.events.flatMap((event) => eventSchema.safeParse(event).data ?? []);
  const reviewIds = new Set(events.map(({ eventData }) => eventData.id));
  const created = new Set(events.filter(isCreation).map(({ eventData }) => eventData.id));
  const hints = [...reviewIds].slice(0, maxReviews).map((reviewId): HintMessage => {
    return { kind: 'hint', ...target, reviewId, ...(created.has(reviewId) && { isNew: true }) };
  });
  await queue.sendAll(hints);
  logger.info('webhook', { ...target, events: body.data.events.length, reviews: reviewIds.size });
  return empty(200);
}
