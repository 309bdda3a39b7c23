import { setTimeout as sleep } from 'node:timers/promises';
import { startProductProcess, type ProductProcess } from '../support/product-process.ts';

/** One port per file, so that the manifest URL stays the same after a restart. */
const port = 18_787;
let product: ProductProcess;

beforeAll(async () => {
  product = await startProductProcess(port);
  await product.install();
  await product.addAccount({ name: 'Acme', domains: ['bluelamp.example'] });
  await product.zendesk.tick();
});
afterAll(() => product.close());

const text = (index: number) => `Nobody answered my mail number ${index}. 😀`;

test('kill -9 in the middle of an import, several times: every review becomes one ticket', async () => {
  const { trustpilot, zendesk } = product;
  const reviews = trustpilot.createReviews(
    Array.from({ length: 250 }, (_, index) => ({ text: text(index) })),
  );
  for (const pauseMs of [900, 1_300, 1_800, 2_500]) {
    await sleep(pauseMs);
    await zendesk.tick();
    await product.kill('SIGKILL');
    await zendesk.tick();
    await product.restart();
  }
  await product.pullUntil(() => zendesk.tickets().length >= reviews.length, 60);
  await product.pullUntil(() => true);
  const tickets = zendesk.tickets();
  expect(tickets).toHaveLength(reviews.length);
  expect(tickets.every(({ comments }) => comments.length === 1)).toBe(true);
  expect(new Set(tickets.map(({ threadId }) => threadId)).size).toBe(reviews.length);
  expect(zendesk.violations()).toEqual([]);
}, 120_000);

test('kill -9 in the middle of a reply: it is published once', async () => {
  const { trustpilot, zendesk } = product;
  const review = trustpilot.createReview({ title: 'Answer me' });
  await product.pullUntil(() => zendesk.tickets().some(({ subject }) => subject.includes('Answer me')));
  const ticket = zendesk.tickets().find(({ subject }) => subject.includes('Answer me'));
  // Trustpilot takes the reply and is slow to say so: the process dies between the effect and the answer.
  trustpilot.failNext({ kind: 'slow', route: 'reply', delayMs: 3_000, afterEffect: true });
  const replying = zendesk.agentReplies(ticket?.id ?? 0, 'We are sorry.');
  await untilPublished(review.id);
  await product.kill('SIGKILL');
  await product.restart();
  const comment = await replying;
  expect(trustpilot.publications(review.id).map(({ text: published }) => published)).toEqual([
    'We are sorry.',
  ]);
  // Delivered by a repeat, or shown as not delivered: then a note says after 5 minutes that it stands.
  expect(['delivered', 'not delivered']).toContain(comment.delivery?.state);
}, 60_000);

test('no token, metadata or review text in anything that was printed', () => {
  const output = product.output();
  expect(output).toContain('"event":"handed out"');
  for (const secret of ['tps-demo', 'tpa-', 'tpr-', '"key"', 'Nobody answered', 'We are sorry', 'Mette']) {
    expect(output).not.toContain(secret);
  }
});

test('SIGTERM ends it cleanly', async () => {
  expect(await product.kill('SIGTERM')).toBe(0);
});

async function untilPublished(reviewId: string): Promise<void> {
  while (product.trustpilot.publications(reviewId).length === 0) await sleep(10);
}
