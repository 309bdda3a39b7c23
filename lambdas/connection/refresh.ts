import { randomUUID } from 'node:crypto';
import type { Secrets, TokenPairVersion } from '../clients/secrets.ts';
import type { TrustpilotClient } from '../clients/trustpilot/client.ts';
import type { TokenPair } from '../clients/trustpilot/tokens.ts';
import type { Connection } from '../core/account.ts';
import { PermanentError, RetryableError } from '../core/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Connections } from '../store/connections.ts';

/** Longer than all time-outs of a refresh together; after that its holder counts as dead. */
const lockMs = 30_000;
/** How long others wait for the holder; Zendesk gives up on a reply soon after. */
const waitMs = 12_000;
const pollMs = 300;
const storeAttempts = 3;
const storePauseMs = 1_000;

export interface RefreshDeps {
  secrets: Pick<Secrets, 'readTokenPair' | 'readCurrentTokenPair' | 'putTokenPair'>;
  connections: Pick<Connections, 'read' | 'takeRefreshLock' | 'releaseRefreshLock' | 'moveTo' | 'markDead'>;
  trustpilot: Pick<TrustpilotClient, 'refresh' | 'revoke'>;
  logger: Logger;
  nowMs: () => number;
  wait: (ms: number) => Promise<void>;
}

/**
 * Replaces a connection's token pair. Refresh tokens work once (Trustpilot reference, 1.3), so across all Lambdas
 * one at a time may use one, and the new pair is stored before anybody uses it:
 *
 *   lock on the row ─▶ refresh at Trustpilot ─▶ new version of the secret ─▶ row names it, lock gone
 *
 * A crash after the third step leaves a version that says which one it replaces; the next one to refresh adopts it.
 * A crash between the second and the third loses the login, so nothing stands between those two.
 *
 * Answers the connection in force now. With `wait: false` it answers `known` itself while somebody else is at it.
 */
export function createRefresh({ secrets, connections, trustpilot, logger, nowMs, wait }: RefreshDeps) {
  return async function refresh(
    accountId: string,
    known: Connection,
    options: { wait: boolean },
  ): Promise<Connection> {
    const giveUpAtMs = nowMs() + waitMs;
    for (;;) {
      const row = alive(await connections.read(accountId));
      if (!isSameVersion(row, known)) return row;
      if ((row.refreshLock?.untilMs ?? 0) <= nowMs()) {
        const owner = randomUUID();
        // Holds only while the row still names this version: no second look at the row is needed.
        const lock = { owner, nowMs: nowMs(), untilMs: nowMs() + lockMs };
        if (await connections.takeRefreshLock(accountId, known, lock))
          return refreshAsHolder(accountId, known, owner);
      }
      if (!options.wait) return known;
      if (nowMs() >= giveUpAtMs) {
        throw new RetryableError('The Trustpilot login is being renewed by another worker', {
          retryAfterSeconds: 30,
        });
      }
      await wait(pollMs);
    }
  };

  async function refreshAsHolder(accountId: string, known: Connection, owner: string): Promise<Connection> {
    try {
      const refreshToken = await findRefreshToken(known);
      if (typeof refreshToken !== 'string') return await adopt(accountId, known, refreshToken);
      const pair = await trustpilot.refresh(refreshToken);
      const stored = await keep(known, pair);
      const adopted = await adopt(accountId, known, stored);
      logger.info('login renewed', { accountId, connectionId: known.connectionId });
      return adopted;
    } catch (error) {
      if (error instanceof PermanentError && error.reason === 'connection-dead') {
        return concede(accountId, known, error);
      }
      await connections.releaseRefreshLock(accountId, known, owner).catch(() => false); // it ends by itself too
      throw error;
    }
  }

  /** The refresh token of the row's version, or the pair that replaced it in a refresh that crashed half-way. */
  async function findRefreshToken({
    connectionId,
    versionId,
  }: Connection): Promise<string | TokenPairVersion> {
    const current = await secrets.readCurrentTokenPair(connectionId);
    if (current === undefined) throw dead('Its tokens are gone');
    if (current.pair.replaces === versionId) return current;
    const pair =
      current.versionId === versionId ? current.pair : await secrets.readTokenPair(connectionId, versionId);
    if (pair === undefined) throw new RetryableError('The tokens of a connection cannot be read yet');
    return pair.refreshToken;
  }

  /** The one moment at which a login can be lost: the old token is used up, the new one exists only here. */
  async function keep(
    { connectionId, versionId: replaces }: Connection,
    pair: TokenPair,
  ): Promise<TokenPairVersion> {
    const versionId = randomUUID();
    const receipt = { receivedAtMs: nowMs(), replaces };
    for (let attempt = 1; ; attempt += 1) {
      try {
        const stored = await secrets.putTokenPair(connectionId, versionId, pair, receipt);
        if (stored !== 'gone') return stored;
        break;
      } catch (error) {
        if (attempt === storeAttempts) throw error;
        await wait(storePauseMs);
      }
    }
    await trustpilot.revoke(pair.refreshToken).catch(() => undefined); // erased meanwhile: leave no login behind
    throw dead('It was removed meanwhile');
  }

  async function adopt(accountId: string, from: Connection, to: TokenPairVersion): Promise<Connection> {
    const { versionId, pair } = to;
    const moved = { versionId, accessExpiresAtMs: pair.accessExpiresAtMs };
    if (!(await connections.moveTo(accountId, from, moved))) return alive(await connections.read(accountId));
    const { refreshLock: _, ...rest } = from;
    return { ...rest, ...moved, status: 'ok' };
  }

  /** Trustpilot refused the refresh token: used up by somebody else, or dead indeed. */
  async function concede(accountId: string, known: Connection, error: PermanentError): Promise<Connection> {
    const row = alive(await connections.read(accountId));
    if (!isSameVersion(row, known)) return row;
    const current = await secrets.readCurrentTokenPair(known.connectionId);
    if (current?.pair.replaces === known.versionId) return adopt(accountId, known, current);
    if (!(await connections.markDead(accountId, known))) return alive(await connections.read(accountId));
    logger.error('login dead', { accountId, connectionId: known.connectionId }, error);
    throw error;
  }
}

const isSameVersion = (a: Connection, b: Connection): boolean =>
  a.connectionId === b.connectionId && a.versionId === b.versionId;

const dead = (why: string) =>
  new PermanentError(`The Trustpilot login no longer works: ${why}`, 'connection-dead');

/** Throws for an account without a working login. */
export function alive(connection: Connection | undefined): Connection {
  if (connection === undefined) throw dead('the account is gone');
  if (connection.status === 'dead') throw dead('Trustpilot refused it; an admin must reconnect');
  return connection;
}
