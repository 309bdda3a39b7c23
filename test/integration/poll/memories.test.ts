import { hourOf, type Remembered } from '../../../lambdas/core/memory.ts';
import { Memories } from '../../../lambdas/store/memories.ts';
import { accountId, businessUnitId, noonMs, trustpilotId } from '../../support/builders.ts';
import { startDynamoDb, type TestTable } from '../../support/dynamodb.ts';

let table: TestTable;
let memories: Memories;
beforeEach(async () => {
  table = await startDynamoDb();
  memories = new Memories(table.db, table.tableName);
});
afterEach(() => table.close());

const hour = hourOf(noonMs);
const one = (n: number, print = `print-${n}-`): Remembered => ({
  reviewId: trustpilotId(n),
  print: print.slice(0, 8).padEnd(8, '-'),
  createdAtMs: noonMs + n * 1000,
});
const keep = (entry: Remembered) => memories.keep(accountId, businessUnitId, entry, noonMs);
const read = () => memories.range(accountId, businessUnitId, noonMs, noonMs);
const save = (entries: Remembered[], before: Awaited<ReturnType<typeof read>>) =>
  memories.save(accountId, businessUnitId, new Map([[hour, entries]]), before);
const prints = async () =>
  Object.fromEntries(((await read()).get(hour) ?? []).map(({ reviewId, print }) => [reviewId, print]));
const printsOf = (...entries: Remembered[]) =>
  Object.fromEntries(entries.map(({ reviewId, print }) => [reviewId, print]));

test('what five workers learn at once of reviews of the same hour is all remembered', async () => {
  for (let round = 0; round < 5; round += 1)
    await Promise.all([1, 2, 3, 4, 5].map((n) => keep(one(5 * round + n))));
  expect(await prints()).toEqual(printsOf(...Array.from({ length: 25 }, (_, index) => one(index + 1))));
});

test('of two that learn of the same review at once one is remembered, once', async () => {
  await Promise.all([keep(one(1, 'first---')), keep(one(1, 'second--'))]);
  expect((await read()).get(hour)).toHaveLength(1);
});

test('a walk does not undo what was kept since it read', async () => {
  await keep(one(1));
  await keep(one(2));
  await keep(one(3));
  const before = await read();
  await keep(one(4));
  await keep(one(2, 'newer---'));
  // It has met a fifth, seen the first changed, and missed the third.
  await save([one(1, 'changed-'), one(2), one(5)], before);
  expect(await prints()).toEqual(printsOf(one(1, 'changed-'), one(2, 'newer---'), one(4), one(5)));
});

test('a walk that knew nothing of an hour leaves what was kept in it', async () => {
  const before = await read();
  await keep(one(1));
  await save([one(2)], before);
  expect(await prints()).toEqual(printsOf(one(1), one(2)));
});

test('a review that a walk missed and a hint has just seen is missed once more by the next walk', async () => {
  await keep(one(1));
  const before = await read();
  await keep(one(1, 'newer---'));
  await save([], before);
  expect(await prints()).toEqual(printsOf(one(1, 'newer---')));
});
