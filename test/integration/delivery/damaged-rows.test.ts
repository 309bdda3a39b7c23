import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../../../lambdas/store/table.ts';
import { aContent, anEntry, noonMs } from '../../support/builders.ts';
import { expectOneTicketEach, pullAll, useWorld, writeReviews, type Connected } from './setup.ts';

const theWorld = useWorld();

const put = ({ PK, SK }: { PK: string; SK: string }, rest: Record<string, unknown> = { odd: true }) =>
  theWorld().db.send(new PutCommand({ TableName: theWorld().tableName, Item: { PK, SK, ...rest } }));

const damages: [string, (account: Connected) => Promise<unknown>][] = [
  ['account', async () => put(keys.account('0000000000000000'))],
  ['poll record of another domain', async ({ accountId }) => put(keys.sync(accountId, 'f'.repeat(24)))],
  [
    'pending entry',
    async ({ accountId }) => put(keys.pending(accountId, '0#2026-01-01T00:00:00.000Z#x#0#review')),
  ],
  [
    'pending edit of a review with nine stars',
    async ({ accountId }) => {
      const before = { stars: 9, title: null };
      const fact = { kind: 'edited', n: 2, atMs: noonMs, content: aContent(), before } as const;
      const { sortKey, details } = anEntry({ fact });
      return put(keys.pending(accountId, sortKey), { fact, details });
    },
  ],
  [
    'pending removal of a review with nine stars',
    async ({ accountId }) => {
      const { sortKey, fact, details } = anEntry({ fact: { kind: 'removed', n: 2, atMs: noonMs } });
      return put(keys.pending(accountId, sortKey), { fact, details, about: { stars: 9, title: null } });
    },
  ],
  ['piece of planned work', async () => put({ PK: keys.due, SK: '2026-01-01T00:00:00.000Z#brew#a#coffee' })],
  ['handout', async ({ accountId }) => put(keys.handout(accountId))],
  [
    'handout of another release',
    async ({ accountId }) => put(keys.handout(accountId), { version: 7, handout: '{"outstanding":"odd"}' }),
  ],
  ['handout without a version', async ({ accountId }) => put(keys.handout(accountId), { version: 'odd' })],
  ['hint', async ({ accountId }) => put(keys.hint(accountId, 'f'.repeat(24)), {})],
];

test.each(damages)(
  'a row that nobody can read, a damaged %s, is reported and holds up nobody',
  async (_, damage) => {
    const world = theWorld();
    const account = await world.connect();
    await damage(account);
    const reviews = writeReviews(world, 3);
    await world.poll();
    await pullAll(world, account);
    expectOneTicketEach(world, account, reviews);
    expect(world.logLines.some((line) => line.includes('"error"') && line.includes('damaged'))).toBe(true);
  },
);
