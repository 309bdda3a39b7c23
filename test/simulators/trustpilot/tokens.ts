import { randomBytes } from 'node:crypto';
import type { Switches } from './switches.ts';

export interface Grant {
  key: string;
  /** Missing for client_credentials: the application itself. */
  userId: string | undefined;
}

interface AccessToken extends Grant {
  expiresAtMs: number;
}

interface RefreshToken extends Grant {
  expiresAtMs: number;
  /** Set when it was exchanged for the next one. */
  rotatedAtMs: number | undefined;
  accessToken: string;
}

interface Code extends Grant {
  redirectUri: string;
  expiresAtMs: number;
}

export interface TokenPair {
  accessToken: string;
  refreshToken: string | undefined;
}

const secret = (prefix: string): string => `${prefix}-${randomBytes(20).toString('hex')}`;
const dayMs = 86_400_000;

/** Codes and tokens: opaque random strings, all of them kept here only. */
export class TokenStore {
  private readonly codes = new Map<string, Code>();
  private readonly accessTokens = new Map<string, AccessToken>();
  private readonly refreshTokens = new Map<string, RefreshToken>();
  private readonly switches: () => Switches;

  constructor(switches: () => Switches) {
    this.switches = switches;
  }

  issueCode(grant: Grant, redirectUri: string, nowMs: number): string {
    const code = secret('tpc');
    this.codes.set(code, {
      ...grant,
      redirectUri,
      expiresAtMs: nowMs + this.switches().codeLifeSeconds * 1000,
    });
    return code;
  }

  /** A code works once, for the client and the redirect_uri that it was made for. */
  takeCode(code: string, key: string, redirectUri: string, nowMs: number): Grant | undefined {
    const found = this.codes.get(code);
    this.codes.delete(code);
    if (found?.key !== key || found.redirectUri !== redirectUri) return undefined;
    return nowMs < found.expiresAtMs ? found : undefined;
  }

  issue({ key, userId }: Grant, nowMs: number): TokenPair {
    const accessToken = secret('tpa');
    const lifeMs = this.switches().accessTokenLifeSeconds * 1000;
    this.accessTokens.set(accessToken, { key, userId, expiresAtMs: nowMs + lifeMs });
    // client_credentials: no refresh token.
    if (userId === undefined) return { accessToken, refreshToken: undefined };
    const refreshToken = secret('tpr');
    const expiresAtMs = nowMs + this.switches().refreshTokenLifeDays * dayMs;
    this.refreshTokens.set(refreshToken, { key, userId, expiresAtMs, rotatedAtMs: undefined, accessToken });
    return { accessToken, refreshToken };
  }

  /** Exchanges a refresh token; the old one is dead from then on, but for the grace that a switch may give. */
  rotate(refreshToken: string, key: string, nowMs: number): TokenPair | undefined {
    const found = this.refreshTokens.get(refreshToken);
    if (found?.key !== key || nowMs >= found.expiresAtMs) return undefined;
    const graceMs = this.switches().refreshGraceSeconds * 1000;
    if (found.rotatedAtMs !== undefined && nowMs >= found.rotatedAtMs + graceMs) return undefined;
    found.rotatedAtMs ??= nowMs;
    return this.issue(found, nowMs);
  }

  revoke(refreshToken: string): void {
    const found = this.refreshTokens.get(refreshToken);
    if (!found) return;
    this.refreshTokens.delete(refreshToken);
    if (this.switches().revokeKillsAccessToken) this.accessTokens.delete(found.accessToken);
  }

  access(token: string, nowMs: number): Grant | 'expired' | undefined {
    const found = this.accessTokens.get(token);
    return found && nowMs >= found.expiresAtMs ? 'expired' : found;
  }

  /** Whose token it is, dead or alive; calls with an expired token count as well. */
  keyOf(token: string): string | undefined {
    return this.accessTokens.get(token)?.key;
  }

  expireAccessTokens(): void {
    for (const token of this.accessTokens.values()) token.expiresAtMs = -Infinity;
  }

  expireRefreshTokens(): void {
    for (const token of this.refreshTokens.values()) token.expiresAtMs = -Infinity;
  }

  forgetUser(userId: string): void {
    for (const held of [this.codes, this.accessTokens, this.refreshTokens]) {
      for (const [text, { userId: owner }] of held) if (owner === userId) held.delete(text);
    }
  }
}
