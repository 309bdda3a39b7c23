import type { ReviewQueue } from '../queue/review-queue.ts';
import type { Page } from './handler.ts';

/*
 * Most visits are to the dialogue. What other pages need beyond it is imported with the first request for them, so
 * that an admin does not wait for it in front of an empty frame.
 */
export const latePage = (load: () => Promise<Page>): Page => {
  let page: Promise<Page> | undefined;
  return async (request) => (await (page ??= load()))(request);
};

/** Only the confirmation of an erasure queues anything. */
export const lateQueue = (url: string): Pick<ReviewQueue, 'sendAll'> => ({
  sendAll: async (messages) => {
    const [{ ReviewQueue: Queue }, { createQueueClient }] = await Promise.all([
      import('../queue/review-queue.ts'),
      import('../runtime/queue-client.ts'),
    ]);
    await new Queue(createQueueClient(), url).sendAll(messages);
  },
});
