import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredTokenPair } from '../clients/secrets.ts';
import type { AccessTokenSource } from '../clients/trustpilot/user.ts';
import type { Account, Connection } from '../core/account.ts';
import { RetryableError } from '../core/errors.ts';
import { alive, createRefresh, type RefreshDeps } from './refresh.ts';

/** Trustpilot answers 429 to those who log in too often (reference, 1.3); tokens live 100 hours. */
const renewBeforeEndMs = 2 * 3_600_000;
/** Less than this counts as expired: a request and two clocks must fit in. */
const marginMs = 60_000;
/** A login renewed so lately is not to blame for a 403: a domain that is really lost must not renew it at each call. */
const newMs = 10 * 60_000;
/** After a renewal that was not urgent and failed, the next one waits. */
const quietMs = 60_000;
/** Each round moves to a newer pair. More than two are only needed when others renew at the same time. */
const maxRounds = 4;

export type AccessTokensOptions = Omit<RefreshDeps, 'nowMs' | 'wait'> &
  Partial<Pick<RefreshDeps, 'nowMs' | 'wait'>>;

/** Access tokens of all accounts, kept in memory by version; one instance per Lambda environment. */
export function createAccessTokens(options: AccessTokensOptions) {
  const { secrets, logger, nowMs = Date.now, wait = (ms: number) => sleep(ms) } = options;
  const refresh = shareWhileRunning(createRefresh({ ...options, nowMs, wait }));
  const pairs = new Map<string, { versionId: string; pair: Promise<StoredTokenPair | undefined> }>();
  const quietUntilMs = new Map<string, number>();

  /** Keeps the promise, so that callers who wait share one request; forgets one that failed or found nothing. */
  const readPair = ({ connectionId, versionId }: Connection): Promise<StoredTokenPair | undefined> => {
    const kept = pairs.get(connectionId);
    if (kept?.versionId === versionId) return kept.pair;
    const entry = { versionId, pair: secrets.readTokenPair(connectionId, versionId) };
    const forget = () => {
      if (pairs.get(connectionId) === entry) pairs.delete(connectionId);
    };
    pairs.set(connectionId, entry);
    entry.pair.then((pair) => (pair === undefined ? forget() : undefined), forget);
    return entry.pair;
  };

  /** A token that still works is not worth an error: whoever only wanted to renew early goes on with it. */
  const renewEarly = async (accountId: string, connection: Connection): Promise<Connection> => {
    if ((quietUntilMs.get(connection.connectionId) ?? 0) > nowMs()) return connection;
    try {
      return await refresh(accountId, connection, { wait: false });
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
      logger.warn('login not renewed yet', { accountId, connectionId: connection.connectionId }, error);
      const pauseMs = Math.max(quietMs, (error.retryAfterSeconds ?? 0) * 1000);
      quietUntilMs.set(connection.connectionId, nowMs() + pauseMs);
      return connection;
    }
  };

  return {
    /**
     * For one invocation: starts from the account's row as the caller read it, and moves on with the row.
     * `fromConsent`: the pair may come from a consent just now, which is as new as one from a renewal.
     */
    forAccount(
      { accountId, connection: given }: Pick<Account, 'accountId' | 'connection'>,
      { fromConsent } = { fromConsent: false },
    ): AccessTokenSource {
      let connection = given;

      const get = async (): Promise<string> => {
        alive(connection);
        for (let round = 1; round <= maxRounds; round += 1) {
          const pair = await readPair(connection);
          if (pair !== undefined && !isEnding(pair, nowMs())) return pair.accessToken;
          if (pair === undefined || pair.accessExpiresAtMs <= nowMs() + marginMs) {
            connection = await refresh(accountId, connection, { wait: true });
            continue;
          }
          const next = await renewEarly(accountId, connection);
          if (next.versionId === connection.versionId) return pair.accessToken;
          connection = next;
        }
        throw tooManyRounds();
      };

      const renew = async (rejected: string, { unlessNew } = { unlessNew: false }): Promise<string> => {
        for (let round = 1; round <= maxRounds; round += 1) {
          const pair = await readPair(connection);
          const other = pair !== undefined && pair.accessToken !== rejected;
          if (other && pair.accessExpiresAtMs > nowMs()) return pair.accessToken;
          const renewed = fromConsent || pair?.replaces !== undefined;
          if (unlessNew && renewed && pair?.accessToken === rejected && isNew(pair, nowMs())) return rejected;
          connection = await refresh(accountId, connection, { wait: true });
        }
        throw tooManyRounds();
      };

      return { get, renew };
    },
  };
}

export type AccessTokens = ReturnType<typeof createAccessTokens>;

/** Two hours before the end; sooner for tokens that Trustpilot makes short-lived, which would never be old enough. */
function isEnding({ receivedAtMs, accessExpiresAtMs }: StoredTokenPair, nowMs: number): boolean {
  const lifeMs = accessExpiresAtMs - receivedAtMs;
  return accessExpiresAtMs - nowMs < Math.min(renewBeforeEndMs, lifeMs / 4);
}

const isNew = ({ receivedAtMs }: StoredTokenPair, nowMs: number): boolean => nowMs - receivedAtMs < newMs;

const tooManyRounds = () => new RetryableError('The Trustpilot login changes faster than it can be read');

type Refresh = ReturnType<typeof createRefresh>;

/** Callers in this process who want the same version replaced share one attempt. */
function shareWhileRunning(refresh: Refresh): Refresh {
  const running = new Map<string, Promise<Connection>>();
  return (accountId, known, options) => {
    const key = [accountId, known.connectionId, known.versionId, options.wait].join(' ');
    const shared = running.get(key) ?? refresh(accountId, known, options).finally(() => running.delete(key));
    running.set(key, shared);
    return shared;
  };
}
