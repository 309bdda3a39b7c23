import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../../../lambdas/store/table.ts';
import { startWorld, type World } from '../../support/world.ts';
import { compareTickets, type Comparison } from './compare-tickets.ts';
import { domains, happenings, type Happening } from './population.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Zendesk asks every two minutes. */
const pullMs = 2 * minuteMs;

export interface YearOptions {
  days: number;
  yearlyCalls: number;
  webhooks: boolean;
  tickMs: number;
  seed: number;
  onDay?: (day: number) => void;
}

export interface YearResult extends Comparison {
  calls: number;
  callsPerDay: number[];
  /** From the review to its ticket, sorted (ms). */
  waitsMs: number[];
  violations: number;
}

/** Lives through a year with one account of ten domains, on a clock that jumps from one happening to the next. */
export async function liveAYear(options: YearOptions): Promise<YearResult> {
  const starts = new Date().toISOString().slice(5, 10).replace('02-29', '03-01');
  const world = await startWorld({ allowance: { yearlyCalls: options.yearlyCalls, starts } });
  try {
    world.deps = { ...world.deps, tickMs: options.tickMs };
    return await live(world, options);
  } finally {
    await world.close();
  }
}

async function live(world: World, options: YearOptions): Promise<YearResult> {
  const { days, seed, tickMs, webhooks } = options;
  const { accountId, connectionId } = await connect(world, webhooks);
  const startMs = world.clock.nowMs();
  const waits = new Map<string, number>();
  const created = new Map<string, number>();
  const bad = badDays(world, accountId, connectionId, startMs, days);
  const plan: Happening[] = [...happenings(startMs, days, seed), ...bad].sort((a, b) => a.atMs - b.atMs);
  const callsPerDay: number[] = [];
  let next = 0;
  for (let day = 0; day < days; day += 1) {
    const before = countedCalls(world);
    for (let atMs = startMs + day * dayMs; atMs < startMs + (day + 1) * dayMs; atMs += tickMs) {
      for (; (plan[next]?.atMs ?? Infinity) < atMs; next += 1) {
        const happening = plan[next];
        goTo(world, happening?.atMs ?? atMs);
        await happening?.happen(world.trustpilot);
        if (webhooks) await world.trustpilot.webhooksSettled();
        if (webhooks && (await work(world))) await pull(world, waits);
      }
      goTo(world, atMs);
      await world.poll();
      if ((atMs - startMs) % (6 * hourMs) < tickMs || world.logLines.some(isNews)) await pull(world, waits);
      world.logLines.length = 0;
    }
    callsPerDay.push(countedCalls(world) - before);
    options.onDay?.(day + 1);
  }
  for (const { id, createdAt } of world.trustpilot.reviews()) created.set(id, Date.parse(createdAt));
  const waitsMs = [...waits].map(([id, atMs]) => atMs - (created.get(id) ?? atMs)).sort((a, b) => a - b);
  const violations = world.zendesk.violations().length;
  return {
    ...compareTickets(world, accountId),
    calls: countedCalls(world),
    callsPerDay,
    waitsMs,
    violations,
  };
}

const isNews = (line: string): boolean => line.includes('"event":"tick"') && !line.includes('"newReviews":0');

async function connect(world: World, webhooks: boolean) {
  const { trustpilot } = world;
  for (const { domain } of domains) trustpilot.addBusinessUnit({ domain });
  const names = domains.map(({ domain }) => domain);
  const [user] = trustpilot.users();
  trustpilot.grantDomains(user?.id ?? '', names);
  const { accountId, account } = await world.connect({ domains: names });
  await world.sync();
  for (const { domain, webhookKey } of webhooks ? account.domains : [])
    trustpilot.subscribeWebhook(domain, `${world.url}/trustpilot/webhooks/${webhookKey}`);
  return { accountId, connectionId: account.connection.connectionId };
}

/** A day of 500s after a third of the time; after two thirds the login ends and is renewed a day later. */
function badDays(world: World, accountId: string, connectionId: string, startMs: number, days: number) {
  const at = (share: number, afterMs = 0) => startMs + Math.floor(days * share) * dayMs + afterMs;
  return [
    { atMs: at(1 / 3), happen: () => world.trustpilot.failNext({ kind: '500', times: 'always' }) },
    { atMs: at(1 / 3, dayMs), happen: () => world.trustpilot.clearFaults() },
    { atMs: at(2 / 3), happen: () => endLogin(world) },
    { atMs: at(2 / 3, dayMs), happen: () => reconnect(world, accountId, `${connectionId}-2`) },
  ];
}

function endLogin(world: World): void {
  world.trustpilot.expireAccessTokens();
  world.trustpilot.expireRefreshTokens();
}

async function reconnect(world: World, accountId: string, connectionId: string): Promise<void> {
  const tokens = world.trustpilot.issueTokens();
  const { versionId, pair } = await world.deps.secrets.createConnectionSecret(connectionId, {
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken ?? '',
    accessExpiresInSeconds: 360_000,
    refreshExpiresInSeconds: 2_592_000,
  });
  const { accessExpiresAtMs } = pair;
  await world.db.send(
    new UpdateCommand({
      TableName: world.tableName,
      Key: keys.account(accountId),
      UpdateExpression: 'SET #connection = :new',
      ExpressionAttributeNames: { '#connection': 'connection' },
      ExpressionAttributeValues: { ':new': { connectionId, versionId, status: 'ok', accessExpiresAtMs } },
    }),
  );
}

/** The worker; whether there was anything to do. */
async function work(world: World): Promise<boolean> {
  const before = world.trustpilot.callCounts().total;
  await world.drain();
  return world.trustpilot.callCounts().total > before;
}

/** The next pulls of Zendesk, until one brings nothing. */
async function pull(world: World, waits: Map<string, number>): Promise<void> {
  const nowMs = world.clock.nowMs();
  const nextMs = Math.ceil(nowMs / pullMs) * pullMs;
  for (;;) {
    const results = await world.zendesk.tick();
    const handedOver = results.flatMap((one) => one.handedOver);
    for (const id of handedOver.filter((externalId) => externalId.split(':').length === 4))
      waits.set(id.split(':')[3] ?? '', nextMs);
    if (handedOver.length === 0) return;
  }
}

function goTo(world: World, atMs: number): void {
  world.clock.advance(Math.max(0, atMs - world.clock.nowMs()));
}

const countedCalls = (world: World): number =>
  Object.values(world.trustpilot.callCounts().yearly).reduce((sum, one) => sum + one, 0);
