import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../../../lambdas/core/account.ts';
import { firstRecord } from '../../../lambdas/core/observe.ts';
import { toOutboxEntry } from '../../../lambdas/core/outbox-entry.ts';
import { factsInOrder } from '../../../lambdas/core/review-record.ts';
import { messageSchema } from '../../../lambdas/queue/message.ts';
import { createLogger } from '../../../lambdas/runtime/logger.ts';
import { Accounts } from '../../../lambdas/store/accounts.ts';
import { DueWork } from '../../../lambdas/store/due.ts';
import { Erasures } from '../../../lambdas/store/erasures.ts';
import { Outbox } from '../../../lambdas/store/outbox.ts';
import { Replies } from '../../../lambdas/store/replies.ts';
import { ReviewIndex } from '../../../lambdas/store/review-index.ts';
import { Reviews } from '../../../lambdas/store/reviews.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { erase } from '../../../lambdas/worker/erase-review.ts';
import { aReview, trustpilotId } from '../../support/builders.ts';
import { aLiveAccount, anOperator, type Operator } from './operator.ts';

let operator: Operator;
let table: readonly [Operator['db'], string];
beforeEach(async () => {
  operator = await anOperator();
  table = [operator.db, operator.found.TableName];
});
afterEach(() => operator.close());

const consumerId = trustpilotId(7);
const author = `tp:consumer:${consumerId}`;
const run = (command: 'export' | 'erase', ...flags: string[]) =>
  operator.run(command, '--outputs', operator.outputs, ...flags);
const rows = async () =>
  (await operator.db.send(new ScanCommand({ TableName: operator.found.TableName }))).Items ?? [];
const everything = async () => JSON.stringify(await rows());

/** A review that waits for Zendesk, with an agent's reply. */
async function aStoredReview(accountId: string, n: number, by: { name: string; id: string }) {
  const review = aReview({
    reviewId: trustpilotId(n),
    details: { consumerId: by.id, consumerName: by.name },
  });
  const record = firstRecord({ review, requestedAtMs: Date.now(), lane: 'new' }, Date.now());
  await new Reviews(...table).create(accountId, record);
  for (const stored of factsInOrder(record))
    await new Outbox(...table).put(accountId, toOutboxEntry(record, stored));
  await new Outbox(...table).listUnconfirmed(accountId, record.reviewId, 'review', 0);
  await new ReviewIndex(...table).putAuthor(accountId, by.id, record.reviewId);
  await new Replies(...table).claim(accountId, {
    replyId: `reply-${n}`,
    reviewId: record.reviewId,
    text: `Sorry, ${by.name}.`,
    status: 'published',
    receivedAtMs: Date.now(),
    owner: '',
    leaseUntilMs: 0,
  });
}

const ingeborg = { id: consumerId, name: 'Ingeborg' };
const mette = { id: trustpilotId(8), name: 'Mette' };

/** Two accounts of Ingeborg's, one of them with another person's review too. */
async function aDeployment() {
  await operator.put(aLiveAccount());
  const second = 'bbbbbbbbbbbbbbbb';
  const settings = { ...aLiveAccount(), accountId: second, subdomain: 'globex', name: 'Globex' };
  await operator.put({ ...settings, ...keys.account(second) });
  await aStoredReview('aaaaaaaaaaaaaaaa', 101, ingeborg);
  await aStoredReview('aaaaaaaaaaaaaaaa', 102, mette);
  await aStoredReview(second, 103, ingeborg);
}

/** What the worker does with the messages in the queue. */
async function work(): Promise<number> {
  const QueueUrl = operator.found.ReviewQueueUrl;
  const { Messages = [] } = await operator.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
  );
  const deps = {
    reviews: new Reviews(...table),
    reviewIndex: new ReviewIndex(...table),
    outbox: new Outbox(...table),
    erasures: new Erasures(...table),
    due: new DueWork(...table),
    logger: createLogger('error'),
    nowMs: Date.now,
    reofferMs: 1_800_000,
  };
  for (const { Body = '', ReceiptHandle } of Messages) {
    const message = messageSchema.parse(JSON.parse(Body));
    if (message.kind !== 'erase') throw new Error('Not an erasure');
    const account: Account | undefined = await new Accounts(...table).read(message.accountId);
    if (account !== undefined) await erase(deps, account, message);
    await operator.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  return Messages.length;
}

test('export prints all that is stored about one reviewer in every account, and nothing of others', async () => {
  await aDeployment();
  const { exitCode, said } = await run('export', '--consumer', consumerId.toUpperCase());
  expect(exitCode).toBe(0);
  const exported = JSON.parse(said) as { accounts: Record<string, unknown>[] };
  expect(exported).toMatchObject({ consumer: author, unprovenErasures: [] });
  expect(exported.accounts).toHaveLength(2);
  for (const account of exported.accounts) {
    for (const kind of ['reviews', 'replies', 'pending', 'unconfirmed'])
      expect(account[kind]).toHaveLength(1);
    expect(JSON.stringify(account['cards'])).toContain(consumerId);
  }
  expect(said).toContain('Sorry, Ingeborg.');
  expect(said).not.toContain('Mette');
});

test('export writes a file that only the operator can read', async () => {
  await aDeployment();
  const file = join(operator.folder, 'person.json');
  expect((await run('export', '--consumer', author, '--file', file)).said).toBe(
    `2 reviews in 2 accounts are in ${file}.`,
  );
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toContain('Sorry, Ingeborg.');
});

test('erase shows what it is about, and without a yes erases nothing', async () => {
  await aDeployment();
  operator.world.answers = ['no'];
  const { said } = await run('erase', '--consumer', author);
  expect(said).toMatch(/acme\/Acme +1 +1 +1 +0\nglobex\/Globex +1 +1 +1 +0\nNothing was erased\.$/);
  expect(await work()).toBe(0);
  expect(await everything()).toContain('Ingeborg');
});

test('erase takes the way of every erasure: nothing of the person is left, and it says what remains elsewhere', async () => {
  await aDeployment();
  await new Erasures(...table).keepUnproven('aaaaaaaaaaaaaaaa', author, Date.now());
  const { said } = await run('erase', '--consumer', author, '--yes');
  expect(said).toContain('backups of the table for 35 days');
  expect(await work()).toBe(2);
  const left = await everything();
  for (const trace of ['Ingeborg', consumerId]) expect(left).not.toContain(trace);
  const named = (await rows()).filter((row) => JSON.stringify(row).includes(trustpilotId(101)));
  expect(named.map(({ PK }) => String(PK))).toEqual([keys.due]);
  expect(said).toContain("the review's bare id in work that is planned for the next day");
  expect(left).toContain('Sorry, Mette.');
  expect((await run('erase', '--consumer', author)).said).toBe(`Nothing of ${author} is stored.`);
  expect(JSON.parse((await run('export', '--consumer', author)).said)).toMatchObject({ accounts: [] });
});

test('of an anonymous reviewer the review is the person', async () => {
  await aDeployment();
  const anonymous = `tp:anonymous:${trustpilotId(102)}`;
  expect((await run('export', '--consumer', anonymous)).said).toContain('Sorry, Mette.');
  await run('erase', '--consumer', anonymous, '--yes');
  await work();
  expect(await everything()).not.toContain('Mette');
});

test('what is no consumer id is a sentence, and so is none', async () => {
  const wrong = await run('erase', '--consumer', 'ingeborg@example.com');
  expect(wrong).toMatchObject({ exitCode: 1 });
  expect(wrong.said).toContain('ingeborg@example.com is no consumer id.');
  expect((await run('export')).said).toContain("required option '--consumer <id>' not specified");
});
