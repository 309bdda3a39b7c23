import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { PermanentError } from '../core/errors.ts';
import type { KeySource, TrustpilotKeys } from './trustpilot/keys.ts';
import type { TokenPair } from './trustpilot/tokens.ts';

/** A key that was changed is picked up after this time, or at once when Trustpilot refuses the old one. */
const keysLiveMs = 5 * 60_000;

/** Printable ASCII: anything else would make `fetch` throw an error that quotes the header. */
const headerText = z.pipe(
  z.string(),
  z.transform((value: string) => value.trim()),
);
const keysSchema = z.object({
  apiKey: headerText.check(z.regex(/^[\x21-\x7e]+$/)),
  apiSecret: headerText.check(z.regex(/^[\x21-\x7e]+$/)),
});

const storedTokenPairSchema = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  receivedAtMs: z.number(),
  accessExpiresAtMs: z.number(),
  refreshExpiresAtMs: z.number(),
  /** The version whose refresh token was given up for this pair: how a pair is recognised that no row names yet. */
  replaces: z.optional(z.string()),
});
export type StoredTokenPair = z.infer<typeof storedTokenPairSchema>;

export interface TokenPairVersion {
  versionId: string;
  pair: StoredTokenPair;
}

export interface SecretsOptions {
  client: SecretsManagerClient;
  /** The secret with the deployment's `{"apiKey":"…","apiSecret":"…"}`. */
  trustpilotSecretId: string;
  /** The secret of a connection is named by this and the connection's id. */
  connectionSecretPrefix: string;
  nowMs?: () => number;
}

/** The deployment's Trustpilot key, and one secret per connection with the versions of its token pair. */
export function createSecrets({
  client,
  trustpilotSecretId,
  connectionSecretPrefix,
  nowMs = Date.now,
}: SecretsOptions) {
  const nameOf = (connectionId: string) => `${connectionSecretPrefix}${connectionId}`;

  /** Undefined when there is no such secret or no such version. */
  const readSecret = async (SecretId: string, VersionId?: string) => {
    try {
      return await client.send(new GetSecretValueCommand({ SecretId, VersionId }));
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };

  const readVersion = async (
    connectionId: string,
    VersionId?: string,
  ): Promise<TokenPairVersion | undefined> => {
    const secret = await readSecret(nameOf(connectionId), VersionId);
    if (secret?.VersionId === undefined) return undefined;
    const pair = storedTokenPairSchema.safeParse(parseJson(secret.SecretString));
    if (!pair.success) throw new Error('The secret of a connection is damaged.'); // no cause: it would hold tokens
    return { versionId: secret.VersionId, pair: pair.data };
  };

  return {
    trustpilotKeys: createKeySource(async () => readSecret(trustpilotSecretId), nowMs),

    readTokenPair: async (connectionId: string, versionId: string) =>
      (await readVersion(connectionId, versionId))?.pair,

    /** The newest pair, whether or not the account's row names it yet. */
    readCurrentTokenPair: (connectionId: string) => readVersion(connectionId),

    async createConnectionSecret(connectionId: string, pair: TokenPair): Promise<TokenPairVersion> {
      const stored = toStored(pair, nowMs());
      const versionId = randomUUID();
      await client.send(
        new CreateSecretCommand({
          Name: nameOf(connectionId),
          ClientRequestToken: versionId,
          SecretString: JSON.stringify(stored),
        }),
      );
      return { versionId, pair: stored };
    },

    /**
     * Makes the pair the newest; 'gone' when the secret is: the account is being erased. The same arguments again
     * are the same version: AWS refuses a known id with another value, so the time of receipt comes in too.
     */
    async putTokenPair(
      connectionId: string,
      versionId: string,
      pair: TokenPair,
      { receivedAtMs, replaces }: { receivedAtMs: number; replaces: string },
    ): Promise<TokenPairVersion | 'gone'> {
      const stored = { ...toStored(pair, receivedAtMs), replaces };
      try {
        await client.send(
          new PutSecretValueCommand({
            SecretId: nameOf(connectionId),
            ClientRequestToken: versionId,
            SecretString: JSON.stringify(stored),
          }),
        );
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return 'gone';
        throw error;
      }
      return { versionId, pair: stored };
    },

    /** At once and for good; a secret that is gone already is fine. */
    async deleteConnectionSecret(connectionId: string): Promise<void> {
      try {
        const SecretId = nameOf(connectionId);
        await client.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    },
  };
}

export type Secrets = ReturnType<typeof createSecrets>;

const toStored = (pair: TokenPair, receivedAtMs: number): StoredTokenPair => ({
  accessToken: pair.accessToken,
  refreshToken: pair.refreshToken,
  receivedAtMs,
  accessExpiresAtMs: receivedAtMs + pair.accessExpiresInSeconds * 1000,
  refreshExpiresAtMs: receivedAtMs + pair.refreshExpiresInSeconds * 1000,
});

/** Keeps the promise, not the value, so that callers who wait share one request; a failed one is forgotten. */
function createKeySource(
  readSecret: () => Promise<{ SecretString?: string | undefined } | undefined>,
  nowMs: () => number,
): KeySource {
  let kept: { keys: Promise<TrustpilotKeys>; untilMs: number } | undefined;
  const read = async (): Promise<TrustpilotKeys> => {
    const keys = keysSchema.safeParse(parseJson((await readSecret())?.SecretString));
    if (keys.success) return keys.data;
    throw new PermanentError(
      'The Trustpilot API key and secret are not in place yet (ops configure)',
      'forbidden',
    );
  };
  return {
    read: () => {
      if (kept === undefined || kept.untilMs <= nowMs()) {
        const entry = { keys: read(), untilMs: nowMs() + keysLiveMs };
        kept = entry;
        entry.keys.catch(() => {
          if (kept === entry) kept = undefined;
        });
      }
      return kept.keys;
    },
    forget: () => {
      kept = undefined;
    },
  };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    return undefined;
  }
}
