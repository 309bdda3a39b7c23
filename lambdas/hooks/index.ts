import { ReviewQueue } from '../queue/review-queue.ts';
import { createTableClient } from '../runtime/aws.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { createLogger } from '../runtime/logger.ts';
import { createQueueClient } from '../runtime/queue-client.ts';
import { Accounts } from '../store/accounts.ts';
import { Claims } from '../store/claims.ts';
import { Erasures } from '../store/erasures.ts';
import { Outbox } from '../store/outbox.ts';
import { ReviewIndex } from '../store/review-index.ts';
import { Reviews } from '../store/reviews.ts';
import { Webhooks } from '../store/webhooks.ts';
import { createHandler } from './handler.ts';

const environment = readEnvironment(['TABLE_NAME', 'REVIEW_QUEUE_URL', 'LOG_LEVEL']);
const table = [createTableClient(), environment.TABLE_NAME] as const;

export const handler = createHandler({
  accounts: new Accounts(...table),
  reviews: new Reviews(...table),
  reviewIndex: new ReviewIndex(...table),
  outbox: new Outbox(...table),
  claims: new Claims(...table),
  erasures: new Erasures(...table),
  webhooks: new Webhooks(...table),
  queue: new ReviewQueue(createQueueClient(), environment.REVIEW_QUEUE_URL),
  logger: createLogger(environment.LOG_LEVEL),
  nowMs: Date.now,
});
