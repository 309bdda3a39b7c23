import type { SQSRecord } from 'aws-lambda';
import { BadInputError, PermanentError, RetryableError } from '../../../lambdas/core/errors.ts';
import { createLogger } from '../../../lambdas/runtime/logger.ts';
import { queueHandler } from '../../../lambdas/runtime/queue-handler.ts';
import { toBody } from '../../../lambdas/queue/body.ts';
import { rowsOf, useWorld, withDeps } from './setup.ts';

const theWorld = useWorld();

const records = (...bodies: string[]): SQSRecord[] =>
  bodies.map((body, index) => ({
    messageId: `m${index}`,
    receiptHandle: `r${index}`,
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:reviews',
    awsRegion: 'us-east-1',
  }));

/** The worker of the world with a parking place that a test can look into. */
function worker(park: (body: string, reason: string) => Promise<void> = async () => undefined) {
  const parked: { body: string; reason: string }[] = [];
  withDeps(theWorld(), () => ({
    park: async (body, reason) => {
      await park(body, reason);
      parked.push({ body, reason });
    },
  }));
  return { parked, work: theWorld().work };
}

test.each([
  ['no JSON', 'hello'],
  ['empty', ''],
  ['JSON of another kind', '{"kind":"weather"}'],
  ['an observation without a review', '{"kind":"observation","accountId":"aaaaaaaaaaaaaaaa","lane":"new"}'],
  ['packed rubbish', 'gzip:AAAA'],
  ['a list', '[1,2]'],
])('a message that is %s is parked with its reason, and done with', async (_, body) => {
  const { parked, work } = worker();
  expect(await work({ Records: records(body) })).toEqual({ batchItemFailures: [] });
  expect(parked).toEqual([{ body, reason: 'The message is not one of ours.' }]);
});

test('a message that can be neither done nor parked stays in the queue', async () => {
  const { work } = worker(async () => Promise.reject(new Error('SQS is down')));
  expect(await work({ Records: records('hello', 'world') })).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm1' }],
  });
});

test('one hopeless message among good ones takes none of them with it', async () => {
  const world = theWorld();
  const account = await world.connect();
  const review = world.trustpilot.createReview();
  const sent: unknown[] = [];
  const { queue } = world.deps;
  withDeps(world, () => ({
    queue: Object.assign(Object.create(queue) as typeof queue, {
      sendAll: async (messages: unknown[]) => void sent.push(...messages),
    }),
  }));
  await world.poll();
  const good = sent.map((message) => toBody(message));
  const { parked, work } = worker();
  expect(await work({ Records: records('hello', ...good, '{}') })).toEqual({ batchItemFailures: [] });
  expect(parked.map(({ body }) => body)).toEqual(['hello', '{}']);
  const rows = await rowsOf(world);
  expect(rows.filter(({ PK, SK }) => PK.endsWith(account.accountId) && SK === review.id)).toHaveLength(1);
});

test('the same message ten times in one batch makes one fact', async () => {
  const world = theWorld();
  await world.connect();
  world.trustpilot.createReview();
  const sent: unknown[] = [];
  const { queue } = world.deps;
  withDeps(world, () => ({
    queue: Object.assign(Object.create(queue) as typeof queue, {
      sendAll: async (messages: unknown[]) => void sent.push(...messages),
    }),
  }));
  await world.poll();
  const body = toBody(sent[0]);
  const { work } = worker();
  expect(await work({ Records: records(...Array.from({ length: 10 }, () => body)) })).toEqual({
    batchItemFailures: [],
  });
  const outbox = (await rowsOf(world)).filter(({ PK, SK }) => PK.startsWith('OUTBOX#') && SK !== '!');
  expect(outbox).toHaveLength(1);
});

const outcomes: [string, () => Promise<void>, { failed: string[]; parked: string[] }][] = [
  ['done', async () => undefined, { failed: [], parked: [] }],
  [
    'refused for good',
    async () => Promise.reject(new PermanentError('no', 'forbidden')),
    { failed: [], parked: ['b'] },
  ],
  ['not ours', async () => Promise.reject(new BadInputError('bad')), { failed: [], parked: ['b'] }],
  ['busy', async () => Promise.reject(new RetryableError('later')), { failed: ['m1'], parked: [] }],
  ['a bug', async () => Promise.reject(new TypeError('x of undefined')), { failed: ['m1'], parked: [] }],
];
test.each(outcomes)(
  'of three messages the second is %s: the others are done',
  async (_, second, expected) => {
    const done: string[] = [];
    const parked: string[] = [];
    const handler = queueHandler({
      parse: (body) => body,
      work: async (body) => {
        if (body === 'b') await second();
        done.push(body);
      },
      park: async (body) => void parked.push(body),
      logger: createLogger('error', () => undefined),
    });
    const { batchItemFailures } = await handler({ Records: records('a', 'b', 'c') });
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(expected.failed);
    expect(parked).toEqual(expected.parked);
    expect(done).toEqual(expect.arrayContaining(['a', 'c']));
  },
);
