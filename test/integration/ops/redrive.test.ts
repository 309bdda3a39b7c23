import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { anOperator, type Operator } from './operator.ts';

let operator: Operator;
beforeEach(async () => {
  operator = await anOperator();
});
afterEach(() => operator.close());

const redrive = (...flags: string[]) => operator.run('redrive', '--outputs', operator.outputs, ...flags);
const bodiesOf = async (QueueUrl: string) => {
  const { Messages = [] } = await operator.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 }),
  );
  return Messages.map(({ Body }) => Body).sort();
};
const aMessage = (text: string) =>
  JSON.stringify({ kind: 'observation', accountId: 'aaaaaaaaaaaaaaaa', review: { text } });

test('nothing parked, nothing to do', async () => {
  expect(await redrive()).toEqual({ exitCode: 0, said: 'Nothing is parked.' });
});

test('each message is shown without a word of its review, and goes where it is sent', async () => {
  await operator.park(aMessage('first'), 'The review comes and goes.');
  await operator.park(aMessage('second'));
  await operator.park('no JSON', 'The message is not one of ours.');
  operator.world.answers = ['retry', 'leave', 'discard'];
  const { exitCode, said } = await redrive();
  expect(exitCode).toBe(0);
  expect(said).toMatch(/1 +observation +aaaaaaaaaaaaaaaa +\S+ +The review comes and goes\./);
  expect(said).toMatch(/3 +not ours .* +The message is not one of ours\./);
  expect(said).not.toContain('first');
  expect(said).toContain('1 to be tried again, 1 discarded, 1 left.');
  expect(await bodiesOf(operator.found.ReviewQueueUrl)).toEqual([aMessage('first')]);
  expect(await bodiesOf(operator.found.ParkedQueueUrl)).toEqual([aMessage('second')]);
});

test('all at once, also more than ten', async () => {
  for (let n = 0; n < 12; n += 1) await operator.park(aMessage(String(n)));
  expect((await redrive('--all', 'retry')).said).toContain('12 to be tried again, 0 discarded, 0 left.');
  expect(await bodiesOf(operator.found.ParkedQueueUrl)).toEqual([]);
});

test('a choice that does not exist is answered by those that do', async () => {
  const { exitCode, said } = await redrive('--all', 'drop');
  expect(exitCode).toBe(1);
  expect(said).toContain('Allowed choices are retry, discard, leave.');
});
