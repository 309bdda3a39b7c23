import { createHash } from 'node:crypto';
import { Connections } from '../../lambdas/store/connections.ts';
import { startWorld, type World } from '../support/world.ts';
import type { BadDay } from '../simulators/zendesk/bad-day.ts';
import { hastyRetries, makeAwsFaulty } from './aws-faults.ts';
import { StoryClock } from './clock.ts';
import { Courier } from './courier.ts';
import type { Emulators } from './emulators.ts';
import { Faults } from './faults.ts';
import { timeless } from './invocation.ts';
import { Lambdas } from './lambdas.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { Trace } from './trace.ts';
import { sendWithoutSockets, unsigned } from '../support/without-sockets.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

export type Connected = Awaited<ReturnType<World['connect']>>;

const domains = ['bluelamp.example', 'bluelamp.se'];
/** How wrong the clocks of Trustpilot and Zendesk may be, either way. */
const wrongByMs = 5 * minuteMs;
/** Share of calls that go wrong in a run. In a calm one only many things happen at once. */
const rates = [0, 0.03, 0.06, 0.1, 0.1, 0.15, 0.15, 0.2, 0.25];

/** What is not left to the seed. */
export interface SceneOptions {
  bug?: PlantedBug;
  rate?: number;
  badDay?: Partial<BadDay>;
}

/** The small world of one run: one account of one Zendesk, everybody's clock wrong. */
export class Scene {
  readonly world: World;
  readonly clock: StoryClock;
  readonly faults: Faults;
  readonly trace: Trace;
  readonly lambdas: Lambdas;
  readonly courier: Courier;
  readonly account: Connected;
  readonly rate: number;
  readonly #logins: Connections;
  #reconnects = 0;

  private constructor(
    parts: Pick<Scene, 'world' | 'clock' | 'faults' | 'trace' | 'lambdas' | 'account' | 'rate'>,
  ) {
    this.world = parts.world;
    this.clock = parts.clock;
    this.faults = parts.faults;
    this.trace = parts.trace;
    this.lambdas = parts.lambdas;
    this.account = parts.account;
    this.rate = parts.rate;
    const { clients, queues, work, db, tableName } = this.world;
    this.courier = new Courier(clients.sqs, queues, work, this.faults);
    this.#logins = new Connections(db, tableName);
  }

  static async open(
    seed: number,
    emulators: Emulators,
    { bug, rate, badDay }: SceneOptions = {},
  ): Promise<Scene> {
    const trace = new Trace();
    const faults = new Faults(seed, trace);
    const clock = new StoryClock();
    const wrong = () => clock.wrongBy(Math.round((faults.random('clocks') * 2 - 1) * wrongByMs));
    const aws = await emulators.fresh();
    const world = await startWorld({
      clock,
      sdk: { retryStrategy: hastyRetries, signer: unsigned },
      // Functions die by the thousand here.
      gatewayLog: () => undefined,
      context: timeless,
      aws,
      trustpilot: { clock: wrong(), switches: { accessTokenLifeSeconds: 2 * 3600 } },
      zendesk: { clock: wrong(), channelbackRetryDelaysMs: [0, 0, 0] },
    });
    trace.follow(() => world.logLines, clock.peekMs);
    sendWithoutSockets(world.clients.db, aws.database);
    makeAwsFaulty(world.clients, faults);
    const lambdas = new Lambdas({ world, clock, faults, trace }, bug);
    world.invoke = lambdas.invoke;
    const account = await world.connect({
      accountId: idOf(seed, 'account').slice(0, 16),
      domains: domains.slice(0, 1 + faults.upTo('account', 2)),
    });
    for (const { domain, webhookKey } of account.account.domains)
      world.trustpilot.subscribeWebhook(domain, `${world.url}/trustpilot/webhooks/${webhookKey}`);
    world.zendesk.setBadDay(badDay ?? {});
    const chosen = faults.pick('rate', rates);
    return new Scene({ world, clock, faults, trace, lambdas, account, rate: rate ?? chosen });
  }

  /** An admin looks into the dialogue, and reconnects where it asks for that. */
  async reconnectIfAsked(): Promise<void> {
    const { accountId } = this.account;
    const login = await this.#logins.read(accountId);
    if (login?.status !== 'dead') return;
    this.#reconnects += 1;
    const connectionId = `c-${accountId}-${this.#reconnects}`;
    const tokens = this.world.trustpilot.issueTokens();
    const { versionId, pair } = await this.world.deps.secrets.createConnectionSecret(connectionId, {
      accessToken: tokens.accessToken,
      refreshToken: tokens.refreshToken ?? '',
      accessExpiresInSeconds: 2 * 3600,
      refreshExpiresInSeconds: 30 * 86_400,
    });
    const { accessExpiresAtMs } = pair;
    const next = { connectionId, versionId, status: 'ok' as const, accessExpiresAtMs };
    await this.#logins.replace(accountId, login.connectionId, next);
  }

  get reconnects(): number {
    return this.#reconnects;
  }

  login() {
    return this.#logins.read(this.account.accountId);
  }

  async close(): Promise<void> {
    const { sqs, secretsManager } = this.world.clients;
    sqs.destroy();
    secretsManager.destroy();
    await this.world.close();
  }
}

/** 24 hex characters, the same for the same seed. */
export const idOf = (seed: number, name: string): string =>
  createHash('sha256').update(`${seed} ${name}`).digest('hex').slice(0, 24);
