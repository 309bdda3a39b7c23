import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../../../lambdas/store/table.ts';
import { sendWithoutSockets, unsigned } from '../../support/without-sockets.ts';
import { startWorld, type World } from '../../support/world.ts';
import { compareTickets, type Comparison } from './compare-tickets.ts';
import { startMemoryAws } from './memory-aws.ts';
import { nextDueMs } from './next-due.ts';
import { domains, happenings, type Happening } from './population.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Zendesk asks every two minutes. */
const pullMs = 2 * minuteMs;
const fullPull = 200;

export interface YearOptions {
  days: number;
  yearlyCalls: number;
  webhooks: boolean;
  seed: number;
  onDay?: (day: number, calls: number) => void;
}

export interface YearResult extends Comparison {
  calls: number;
  callsPerDay: number[];
  /** From the review to its ticket, sorted (ms). */
  waitsMs: number[];
  violations: number;
}

/**
 * Lives through a year with one account of ten domains, on a clock that jumps from one happening to the next: the
 * schedule fires every minute, and the ticks at which nothing is due are left out.
 */
export async function liveAYear(options: YearOptions): Promise<YearResult> {
  const starts = new Date().toISOString().slice(5, 10).replace('02-29', '03-01');
  const aws = await startMemoryAws();
  const allowance = { yearlyCalls: options.yearlyCalls, starts };
  const world = await startWorld({ aws, sdk: { signer: unsigned }, allowance });
  sendWithoutSockets(world.clients.db, aws.database);
  try {
    return await new Year(world, options).live();
  } finally {
    await world.close();
    await aws.close();
  }
}

class Year {
  readonly #world: World;
  readonly #options: YearOptions;
  readonly #callsPerDay: number[] = [];
  /** By review, when Zendesk took it over. */
  readonly #arrivals = new Map<string, number>();
  #counted = 0;
  #nextTickMs = 0;
  #pulledAtMs = 0;

  constructor(world: World, options: YearOptions) {
    this.#world = world;
    this.#options = options;
  }

  async live(): Promise<YearResult> {
    const { days, seed, webhooks } = this.#options;
    const world = this.#world;
    const { accountId, connectionId } = await connect(world, webhooks);
    const startMs = Math.ceil(world.clock.nowMs() / minuteMs) * minuteMs;
    const bad = badDays(world, accountId, connectionId, startMs, days);
    const plan = [...happenings(startMs, days, seed), ...bad].sort((a, b) => a.atMs - b.atMs);
    this.#nextTickMs = startMs;
    let next = 0;
    for (let day = 1; day <= days; day += 1) {
      const endMs = startMs + day * dayMs;
      for (; (plan[next]?.atMs ?? Infinity) < endMs; next += 1) {
        const happening = plan[next];
        if (happening === undefined) break;
        await this.#passTo(happening.atMs);
        await this.#happen(happening);
      }
      await this.#passTo(endMs);
      this.#endDay(day);
    }
    return this.#result(accountId);
  }

  /** All ticks until then. */
  async #passTo(untilMs: number): Promise<void> {
    while (this.#nextTickMs < untilMs) {
      this.#goTo(this.#nextTickMs);
      await this.#world.poll();
      await this.#pull();
      this.#nextTickMs = await nextDueMs(this.#world.deps);
    }
    this.#goTo(untilMs);
  }

  async #happen({ happen }: Happening): Promise<void> {
    const { trustpilot, clock, deps } = this.#world;
    await happen(trustpilot);
    if (!this.#options.webhooks) return;
    const before = trustpilot.webhookDeliveries().length;
    await trustpilot.webhooksSettled();
    if (trustpilot.webhookDeliveries().length === before) return;
    await this.#world.drain();
    await this.#pull();
    this.#nextTickMs = Math.max(clock.nowMs(), Math.min(this.#nextTickMs, await nextDueMs(deps)));
  }

  /** The next pulls of Zendesk, where a worker may have left something, and now and then as proof of life; one that is full is followed by another. */
  async #pull(): Promise<void> {
    const { zendesk, clock, invocations, logLines } = this.#world;
    logLines.length = 0;
    const isIdle = !invocations.includes('worker') && clock.nowMs() - this.#pulledAtMs < 6 * 60 * minuteMs;
    if (isIdle) return;
    invocations.length = 0;
    this.#pulledAtMs = clock.nowMs();
    let atMs = Math.ceil(clock.nowMs() / pullMs) * pullMs;
    for (;;) {
      const handedOver = (await zendesk.tick()).flatMap((one) => one.handedOver);
      for (const id of handedOver.filter((externalId) => externalId.split(':').length === 4))
        this.#arrivals.set(id.split(':')[3] ?? '', atMs);
      if (handedOver.length < fullPull) return;
      atMs += pullMs;
    }
  }

  #goTo(atMs: number): void {
    const { clock } = this.#world;
    clock.advance(Math.max(0, atMs - clock.nowMs()));
  }

  #endDay(day: number): void {
    const calls = countedCalls(this.#world);
    this.#callsPerDay.push(calls - this.#counted);
    this.#counted = calls;
    this.#options.onDay?.(day, calls);
  }

  #result(accountId: string): YearResult {
    const { trustpilot, zendesk } = this.#world;
    const waitsMs = trustpilot
      .reviews()
      .map(({ id, createdAt }) => (this.#arrivals.get(id) ?? NaN) - Date.parse(createdAt))
      .filter((waitMs) => !Number.isNaN(waitMs))
      .sort((a, b) => a - b);
    const callsPerDay = this.#callsPerDay;
    const violations = zendesk.violations().length;
    return {
      ...compareTickets(this.#world, accountId),
      calls: this.#counted,
      callsPerDay,
      waitsMs,
      violations,
    };
  }
}

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

const countedCalls = (world: World): number =>
  Object.values(world.trustpilot.callCounts().yearly).reduce((sum, one) => sum + one, 0);
