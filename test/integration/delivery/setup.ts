import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { TrustpilotUser } from '../../../lambdas/clients/trustpilot/client.ts';
import { deleteAll } from '../../../lambdas/store/batch-write.ts';
import type { ReviewDraft } from '../../simulators/trustpilot/review-draft.ts';
import type { Deps } from '../../support/deps.ts';
import { startWorld, type World, type WorldOptions } from '../../support/world.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** An account as `world.connect` makes it. */
export type Connected = Awaited<ReturnType<World['connect']>>;

/**
 * One world for all tests of a file. Every test starts with nothing in it, and ends with the proof that Zendesk had
 * nothing to complain of and that the log tells no secret and nothing of a review.
 */
export function useWorld(options: WorldOptions = {}): () => World {
  let world: World | undefined;
  const secrets = new Set<string>();
  const current = (): World => {
    if (world === undefined) throw new Error('The world has not started.');
    return world;
  };
  beforeAll(async () => {
    world = await startWorld(options);
    const { issueTokens } = world.trustpilot;
    world.trustpilot.issueTokens = (given) => {
      const tokens = issueTokens(given);
      for (const token of [tokens.accessToken, tokens.refreshToken ?? '']) secrets.add(token);
      return tokens;
    };
  });
  afterEach(async () => {
    expectDiscreetLog(current(), secrets);
    expect(
      current()
        .zendesk.violations()
        .filter(({ severity }) => severity === 'error'),
    ).toEqual([]);
    await forgetAll(current());
  });
  afterAll(() => current().close());
  return current;
}

/** What nobody may find in a log: tokens, metadata, keys, names and what people wrote. */
function expectDiscreetLog({ logLines, trustpilot, zendesk }: World, secrets: Set<string>): void {
  const log = logLines.join('\n');
  const written = trustpilot
    .reviews()
    .flatMap(({ title, text, consumer, companyReply, referenceId }) => [
      ...(text ?? '').split('\n'),
      title,
      consumer.displayName,
      companyReply?.text,
      referenceId,
    ]);
  const needles = [
    ...secrets,
    ...zendesk.secretsSeen(),
    ...keysIn(zendesk.secretsSeen()),
    'tps-demo',
    ...written,
  ];
  const told = [...new Set(needles)].filter(
    (needle) => (needle ?? '').length > 5 && log.includes(needle ?? ''),
  );
  expect(told).toEqual([]);
}

const keysIn = (metadata: string[]): string[] =>
  metadata.flatMap((one) => /"key":"([^"]+)"/.exec(one)?.slice(1) ?? []);

export async function forgetAll(world: World): Promise<void> {
  const { zendesk, trustpilot } = world;
  world.deps = world.newDeps();
  await zendesk.releaseEvents();
  zendesk.setBadDay({ events: 'never' });
  for (const { id } of zendesk.accounts()) await zendesk.destroyAccount(id);
  zendesk.setGoodDay();
  zendesk.clearViolations();
  trustpilot.reset();
  trustpilot.clearFaults();
  await deleteAll(world.db, world.tableName, await rowsOf(world));
  world.logLines.length = 0;
}

export type Row = Record<string, unknown> & { PK: string; SK: string };

/** The whole table. */
export async function rowsOf({ db, tableName }: World): Promise<Row[]> {
  const rows: Row[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await db.send(
      new ScanCommand({ TableName: tableName, ConsistentRead: true, ExclusiveStartKey: from }),
    );
    rows.push(...((page.Items ?? []) as Row[]));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return rows.sort((a, b) => (a.PK + a.SK < b.PK + b.SK ? -1 : 1));
}

export const rowsIn = async (world: World, partition: string): Promise<Row[]> =>
  (await rowsOf(world)).filter(({ PK }) => PK === partition);

/** Replaces parts of what the next invocations use, until the test ends. */
export function withDeps(world: World, change: (deps: Deps) => Partial<Deps>): void {
  world.deps = { ...world.deps, ...change(world.deps) };
}

/** Replaces calls to Trustpilot. */
export function withUser(world: World, change: (user: TrustpilotUser) => Partial<TrustpilotUser>): void {
  withDeps(world, ({ userOf }) => ({
    userOf: (account) => {
      const user = userOf(account);
      return { ...user, ...change(user) };
    },
  }));
}

/** Small pages, so that a few reviews need several. */
export function withPagesOf(world: World, perPage: number): void {
  withUser(world, ({ listReviews }) => ({ listReviews: (query) => listReviews({ ...query, perPage }) }));
}

/** Pulls one account until it has nothing more to hand over; what each pull handed over. */
export async function pullAll(world: World, { zendeskId }: Connected, most = 60): Promise<string[][]> {
  const handed: string[][] = [];
  while (handed.length < most) {
    const { ok, error, handedOver } = await world.zendesk.pull(zendeskId);
    if (!ok) throw new Error(`The pull failed: ${error ?? ''}`);
    if (handedOver.length === 0) return handed;
    handed.push(handedOver);
  }
  throw new Error('The outbox does not become empty.');
}

export const threadOf = ({ accountId }: Connected, { id }: { id: string }): string =>
  `tp:${accountId}:review:${id}`;

export const ticketsOf = (world: World, { zendeskId }: Connected) =>
  world.zendesk.tickets().filter(({ accountId }) => accountId === zendeskId);

/** Every one of these reviews is one ticket, and there is no other ticket. */
export function expectOneTicketEach(
  world: World,
  connected: Connected,
  reviews: readonly { id: string }[],
): void {
  const tickets = ticketsOf(world, connected);
  expect(tickets.map(({ threadId }) => threadId).sort()).toEqual(
    reviews.map((review) => threadOf(connected, review)).sort(),
  );
}

/** Reviews that were written one after the other, `stepMs` apart, the last one a moment ago. */
export function writeReviews(world: World, count: number, stepMs = 1000, draft: ReviewDraft = {}) {
  const startMs = world.clock.nowMs() + 1000;
  world.clock.advance(count * stepMs + 2000);
  return world.trustpilot.createReviews(
    Array.from({ length: count }, (_, index) => ({
      title: `Title number ${index}`,
      text: `Text of review number ${index}, which nobody else wrote.`,
      createdAt: startMs + index * stepMs,
      ...draft,
    })),
  );
}
