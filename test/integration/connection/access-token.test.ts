import type { Account } from '../../../lambdas/core/account.ts';
import { hourMs, startWorld, type World } from './world.ts';

let world: World;
let account: Account;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  account = await world.connect();
});

/** A Lambda whose waiting moves the clock. */
const impatient = () => world.lambda(undefined, { skipWaits: true });

const times = <Result>(count: number, work: () => Result): Result[] => Array.from({ length: count }, work);
const crash = () => Promise.reject(new Error('crashed'));
/** A process that is gone lets no lock go. */
const lockStays = { releaseRefreshLock: async () => false };
const deadLogin = expect.objectContaining({ name: 'PermanentError', reason: 'connection-dead' }) as Error;
const busy = expect.objectContaining({ name: 'RetryableError' }) as Error;

describe('a login that works', () => {
  test('is used until two hours before its end', async () => {
    world.pass(97 * hourMs);
    const token = await world.lambda().forAccount(account).get();
    expect(await world.works(token)).toBe(true);
    expect(world.refreshes()).toBe(0);
  });

  test('is read from Secrets Manager once per Lambda environment', async () => {
    let reads = 0;
    const lambda = world.lambda(({ secrets }) => ({
      secrets: {
        ...secrets,
        readTokenPair: (...version) => {
          reads += 1;
          return secrets.readTokenPair(...version);
        },
      },
    }));
    await Promise.all(times(20, () => lambda.forAccount(account).get()));
    await lambda.forAccount(account).get();
    expect(reads).toBe(1);
  });

  test('is renewed two hours before its end, and the row names the new pair before anybody has it', async () => {
    world.pass(98.5 * hourMs);
    const token = await world.lambda().forAccount(account).get();
    const { connection } = await world.readAccount(account);
    expect(connection.versionId).not.toBe(account.connection.versionId);
    expect(connection.accessExpiresAtMs).toBeGreaterThan(world.nowMs() + 99 * hourMs);
    expect(connection).not.toHaveProperty('refreshLock');
    expect((await world.secrets.readTokenPair('c1', connection.versionId))?.accessToken).toBe(token);
    expect(await world.works(token)).toBe(true);
  });

  test('survives a year of refreshes, one after the other', async () => {
    world.trustpilot.setSwitches({ tokenCallsPerMinute: 0 });
    for (let days = 0; days < 365; days += 25) {
      world.pass(25 * 24 * hourMs);
      expect(
        await world.works(
          await world
            .lambda()
            .forAccount(await world.readAccount(account))
            .get(),
        ),
      ).toBe(true);
    }
  });

  test('that Trustpilot makes short-lived is not renewed at every call', async () => {
    world.trustpilot.setSwitches({ accessTokenLifeSeconds: 3_600 });
    world.pass(101 * hourMs);
    const lambda = world.lambda();
    const source = lambda.forAccount(account);
    const token = await source.get();
    world.pass(hourMs / 2);
    expect(await source.get()).toBe(token);
    expect(world.refreshes()).toBe(1);
    world.pass(hourMs / 3);
    expect(await source.get()).not.toBe(token);
  });
});

describe('many at once', () => {
  test('100 callers in ten Lambdas whose login has expired make one refresh and share its result', async () => {
    world.pass(101 * hourMs);
    const lambdas = times(10, () => world.lambda());
    const tokens = await Promise.all(
      lambdas.flatMap((lambda) => times(10, () => lambda.forAccount(account).get())),
    );
    expect(new Set(tokens).size).toBe(1);
    expect(world.refreshes()).toBe(1);
    expect(await world.works(tokens[0] ?? '')).toBe(true);
  });

  test('100 Lambdas whose login has expired make one refresh and share its result', async () => {
    world.pass(101 * hourMs);
    const tokens = await Promise.all(times(100, () => world.lambda().forAccount(account).get()));
    expect(new Set(tokens).size).toBe(1);
    expect(world.refreshes()).toBe(1);
    expect(await world.works(tokens[0] ?? '')).toBe(true);
  });

  test('100 callers refused with 401 make one refresh and share its result', async () => {
    const lambdas = times(10, () => world.lambda());
    const old = await world.lambda().forAccount(account).get();
    world.trustpilot.expireAccessTokens();
    const tokens = await Promise.all(
      lambdas.flatMap((lambda) => times(10, () => lambda.forAccount(account).renew(old))),
    );
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).not.toBe(old);
    expect(world.refreshes()).toBe(1);
  });

  test('who only wants to renew early goes on with the old token while somebody else renews', async () => {
    world.pass(99 * hourMs);
    const lock = { owner: 'another', nowMs: world.nowMs(), untilMs: world.nowMs() + 30_000 };
    await world.connections.takeRefreshLock(account.accountId, account.connection, lock);
    const startedAtMs = world.nowMs();
    const token = await world
      .lambda()
      .forAccount(await world.readAccount(account))
      .get();
    expect(await world.works(token)).toBe(true);
    expect(world.nowMs() - startedAtMs).toBeLessThan(2_000);
    expect(world.refreshes()).toBe(0);
  });

  test('who needs a token waits up to 12 seconds for the one who renews, then asks to come again', async () => {
    world.pass(101 * hourMs);
    const lock = { owner: 'another', nowMs: world.nowMs(), untilMs: world.nowMs() + 30_000 };
    await world.connections.takeRefreshLock(account.accountId, account.connection, lock);
    const startedAtMs = world.nowMs();
    await expect(impatient().forAccount(account).get()).rejects.toThrow(busy);
    expect(world.nowMs() - startedAtMs).toBeGreaterThan(11_000);
    expect(world.nowMs() - startedAtMs).toBeLessThan(20_000);
  });

  test('a lock whose holder died is taken over after 30 seconds', async () => {
    world.pass(101 * hourMs);
    const lock = { owner: 'dead', nowMs: world.nowMs(), untilMs: world.nowMs() + 30_000 };
    await world.connections.takeRefreshLock(account.accountId, account.connection, lock);
    world.pass(25_000);
    expect(await world.works(await impatient().forAccount(account).get())).toBe(true);
  });

  test('a Lambda with a stale row finds the new pair without a refresh', async () => {
    world.pass(101 * hourMs);
    const fresh = await world.lambda().forAccount(account).get();
    expect(await world.lambda().forAccount(account).get()).toBe(fresh);
    expect(await world.lambda().forAccount(account).renew('anything older')).not.toBe('anything older');
    expect(world.refreshes()).toBe(1);
  });

  test('a reconnect meanwhile wins: its login is used', async () => {
    const source = world.lambda().forAccount(account);
    const old = await source.get();
    const issued = world.trustpilot.issueTokens();
    const lives = { accessExpiresInSeconds: 360_000, refreshExpiresInSeconds: 2_592_000 };
    await world.secrets.deleteConnectionSecret('c2');
    const { versionId, pair } = await world.secrets.createConnectionSecret('c2', {
      accessToken: issued.accessToken,
      refreshToken: issued.refreshToken ?? '',
      ...lives,
    });
    const { accessExpiresAtMs } = pair;
    const connection = { connectionId: 'c2', versionId, status: 'ok' as const, accessExpiresAtMs };
    expect(await world.connections.replace(account.accountId, 'c1', connection)).toBe(true);
    expect(await world.connections.replace(account.accountId, 'c1', connection)).toBe(false);
    expect(await source.renew(old)).toBe(issued.accessToken);
    expect(world.refreshes()).toBe(0);
  });
});

describe('a refresh that Trustpilot does not answer well', () => {
  test.each(['429', '500', '502', '503', 'reset-before', 'empty-body'] as const)(
    '%s leaves the login alone and lets the lock go',
    async (kind) => {
      world.pass(101 * hourMs);
      world.trustpilot.failNext({ kind, route: 'refresh' });
      await expect(world.lambda().forAccount(account).get()).rejects.toThrow(busy);
      const { connection } = await world.readAccount(account);
      expect(connection).toMatchObject({ status: 'ok', versionId: account.connection.versionId });
      expect(connection).not.toHaveProperty('refreshLock');
      if (kind !== 'empty-body')
        expect(await world.works(await world.lambda().forAccount(account).get())).toBe(true);
    },
  );

  test('does not matter while the old token works, and is not repeated at once', async () => {
    world.pass(99 * hourMs);
    world.trustpilot.failNext({ kind: '503', route: 'refresh', times: 'always', retryAfterSeconds: 300 });
    const source = world.lambda().forAccount(account);
    expect(await world.works(await source.get())).toBe(true);
    world.pass(200_000);
    expect(await world.works(await source.get())).toBe(true);
    expect(world.refreshes()).toBe(1);
    world.pass(200_000);
    world.trustpilot.clearFaults();
    await source.get();
    expect((await world.readAccount(account)).connection.versionId).not.toBe(account.connection.versionId);
  });

  test.each(['expired refresh token', 'user deleted'])(
    '400 (%s) is a dead login: an admin must reconnect',
    async (why) => {
      if (why === 'user deleted') world.trustpilot.deleteUser('61f2a0b3c4d5e6f708192a3b');
      else world.pass(31 * 24 * hourMs);
      const source = world.lambda().forAccount(account);
      await expect(source.renew(await source.get().catch(() => 'expired'))).rejects.toThrow(deadLogin);
      const { connection } = await world.readAccount(account);
      expect(connection).toMatchObject({ status: 'dead', versionId: account.connection.versionId });
      expect(connection).not.toHaveProperty('refreshLock');
      const refreshes = world.refreshes();
      await expect(
        world
          .lambda()
          .forAccount({ ...account, connection })
          .get(),
      ).rejects.toThrow(deadLogin);
      expect(world.refreshes()).toBe(refreshes);
    },
  );

  test('a wrong API secret does not kill the logins of the deployment', async () => {
    world.pass(101 * hourMs);
    // The key was replaced at Trustpilot, and nobody has told this deployment yet.
    world.trustpilot.addKey({ key: 'tpk-demo', secret: 'tps-new', domains: ['bluelamp.example'] });
    const refused = world.lambda().forAccount(account).get();
    await expect(refused).rejects.toMatchObject({ name: 'PermanentError', reason: 'forbidden' });
    expect((await world.readAccount(account)).connection.status).toBe('ok');
  });

  test('an account that is gone is no working login', async () => {
    world.pass(101 * hourMs);
    const ghost = { ...account, accountId: '0000000000000000' };
    await expect(world.lambda().forAccount(ghost).get()).rejects.toThrow(deadLogin);
  });
});

describe('a crash', () => {
  beforeEach(() => world.pass(101 * hourMs));
  const afterTheLock = () => world.pass(31_000);
  const next = async () =>
    world
      .lambda()
      .forAccount(await world.readAccount(account))
      .get();

  test('before the refresh is sent costs nothing', async () => {
    const lambda = world.lambda(({ trustpilot }) => ({ trustpilot: { ...trustpilot, refresh: crash } }));
    await expect(lambda.forAccount(account).get()).rejects.toThrow('crashed');
    expect(await world.works(await next())).toBe(true);
  });

  test('with the lock in hand costs 30 seconds', async () => {
    const lambda = world.lambda(({ secrets, connections }) => ({
      secrets: { ...secrets, readCurrentTokenPair: crash },
      connections: { ...connections, ...lockStays },
    }));
    await expect(lambda.forAccount(account).get()).rejects.toThrow('crashed');
    await expect(impatient().forAccount(account).get()).rejects.toThrow(busy);
    afterTheLock();
    expect(await world.works(await next())).toBe(true);
  });

  test('between the answer and the new version of the secret costs the login, and says so', async () => {
    const lambda = world.lambda(({ secrets }) => ({ secrets: { ...secrets, putTokenPair: crash } }));
    await expect(lambda.forAccount(account).get()).rejects.toThrow('crashed');
    await expect(next()).rejects.toThrow(deadLogin);
    expect((await world.readAccount(account)).connection.status).toBe('dead');
  });

  test('that Secrets Manager recovers from is no crash: the new pair is stored at the second try', async () => {
    let attempts = 0;
    const lambda = world.lambda(({ secrets }) => ({
      secrets: {
        ...secrets,
        putTokenPair: async (...pair) => {
          attempts += 1;
          // The first one is stored, but its answer is lost.
          const stored = await secrets.putTokenPair(...pair);
          return attempts === 1 ? crash() : stored;
        },
      },
    }));
    expect(await world.works(await lambda.forAccount(account).get())).toBe(true);
    expect(attempts).toBe(2);
  });

  test('between the new version of the secret and the row is healed by the next one, without a refresh', async () => {
    const lambda = world.lambda(({ connections }) => ({
      connections: { ...connections, ...lockStays, moveTo: crash },
    }));
    await expect(lambda.forAccount(account).get()).rejects.toThrow('crashed');
    afterTheLock();
    expect(await world.works(await next())).toBe(true);
    expect(world.refreshes()).toBe(1);
    expect((await world.readAccount(account)).connection.versionId).not.toBe(account.connection.versionId);
  });

  test('there, and nobody came by for five days: the pair that was left is refreshed in turn', async () => {
    const lambda = world.lambda(({ connections }) => ({
      connections: { ...connections, ...lockStays, moveTo: crash },
    }));
    await expect(lambda.forAccount(account).get()).rejects.toThrow('crashed');
    world.pass(5 * 24 * hourMs);
    expect(await world.works(await next())).toBe(true);
    expect(world.refreshes()).toBe(2);
  });

  test('after the row is written costs nothing', async () => {
    const lambda = world.lambda(({ connections }) => ({
      connections: {
        ...connections,
        ...lockStays,
        moveTo: async (...change) => {
          await connections.moveTo(...change);
          return crash();
        },
      },
    }));
    await expect(lambda.forAccount(account).get()).rejects.toThrow('crashed');
    expect(await world.works(await next())).toBe(true);
    expect(world.refreshes()).toBe(1);
  });

  test('of nobody, but a refresh so slow that its lock was taken over and the login given up: it comes back', async () => {
    const answered = Promise.withResolvers<undefined>();
    const paused = Promise.withResolvers<undefined>();
    const lambda = world.lambda(({ secrets }) => ({
      secrets: {
        ...secrets,
        putTokenPair: async (...pair) => {
          answered.resolve(undefined);
          await paused.promise;
          return secrets.putTokenPair(...pair);
        },
      },
    }));
    const late = lambda.forAccount(account).get();
    await answered.promise;
    afterTheLock();
    await expect(next()).rejects.toThrow(deadLogin);
    paused.resolve(undefined);
    expect(await world.works(await late)).toBe(true);
    expect((await world.readAccount(account)).connection.status).toBe('ok');
  });

  test('of nobody, but two refreshes of one pair: who finds it used up adopts the pair of the other', async () => {
    const lambda = world.lambda(({ trustpilot, secrets }) => ({
      trustpilot: {
        ...trustpilot,
        // Another Lambda refreshes in between and gets as far as Secrets Manager.
        refresh: async (refreshToken) => {
          const pair = await trustpilot.refresh(refreshToken);
          const receipt = { receivedAtMs: world.nowMs(), replaces: account.connection.versionId };
          await secrets.putTokenPair('c1', 'b0b0b0b0-0000-4000-8000-000000000000', pair, receipt);
          return trustpilot.refresh(refreshToken);
        },
      },
    }));
    expect(await world.works(await lambda.forAccount(account).get())).toBe(true);
    expect((await world.readAccount(account)).connection).toMatchObject({
      status: 'ok',
      versionId: 'b0b0b0b0-0000-4000-8000-000000000000',
    });
  });

  test('of nobody, but an account erased in between: the new login is ended at Trustpilot', async () => {
    const lambda = world.lambda(({ trustpilot, secrets }) => ({
      trustpilot: {
        ...trustpilot,
        refresh: async (refreshToken) => {
          const pair = await trustpilot.refresh(refreshToken);
          await secrets.deleteConnectionSecret('c1');
          return pair;
        },
      },
    }));
    await expect(lambda.forAccount(account).get()).rejects.toThrow(deadLogin);
    expect(world.trustpilot.calls().filter(({ route }) => route === 'revoke')).toHaveLength(1);
  });
});
