import { PermanentError } from '../../core/errors.ts';
import { readAnswer, toFailure } from './failures.ts';
import { asClient, type SendWithKeys } from './keys.ts';
import { wireTokensSchema } from './schemas.ts';
import type { Answer, Call } from './send.ts';

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  accessExpiresInSeconds: number;
  refreshExpiresInSeconds: number;
  /** Only the first answer carries it, and only probably (reference, 1.4). */
  businessUserId?: string;
}

/** Documented lives, for answers that do not say: 100 hours, and the safe one of the two for refresh (reference, 1.4). */
const accessLifeSeconds = 360_000;
const refreshLifeSeconds = 30 * 86_400;

const tokenCall = (
  name: string,
  action: 'accesstoken' | 'refresh' | 'revoke',
  form: Record<string, string>,
): Call => ({
  name,
  method: 'POST',
  isFree: true,
  path: `/v1/oauth/oauth-business-users-for-applications/${action}`,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(form).toString(),
});

export function createTokenCalls(send: SendWithKeys, nowMs: () => number) {
  const readPair = (call: Call, answer: Answer, previousRefreshToken?: string): TokenPair => {
    const wire = readAnswer(call, answer, wireTokensSchema);
    const refreshToken = wire.refresh_token ?? previousRefreshToken;
    if (refreshToken === undefined) {
      throw new PermanentError(
        `Trustpilot's answer cannot be read (${call.name}): refresh_token`,
        'unreadable',
      );
    }
    return {
      accessToken: wire.access_token,
      refreshToken,
      // issued_at comes in seconds or milliseconds; our own clock at receipt is certain.
      accessExpiresInSeconds: wire.expires_in ?? accessLifeSeconds,
      refreshExpiresInSeconds: wire.refresh_token_expires_in ?? refreshLifeSeconds,
      ...(typeof wire.app_enduser === 'string' ? { businessUserId: wire.app_enduser } : {}),
    };
  };

  /** Asks for a token of the application itself: only a 401 says that key and secret are not a pair. */
  const keysWork = async (): Promise<boolean> => {
    const call = tokenCall('prove keys', 'accesstoken', { grant_type: 'client_credentials' });
    const answer = await send(call, asClient);
    const failure = toFailure(call, answer, nowMs());
    if (failure !== undefined && !(failure instanceof PermanentError)) throw failure;
    return answer.status !== 401;
  };

  return {
    keysWork,

    /** The end of the consent (reference, 1.3 step 2). A used-up or foreign code: PermanentError `rejected`. */
    async exchangeCode({ code, redirectUri }: { code: string; redirectUri: string }): Promise<TokenPair> {
      const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
      const call = tokenCall('exchange code', 'accesstoken', form);
      const answer = await send(call, asClient);
      const failure = toFailure(call, answer, nowMs());
      if (failure !== undefined) throw failure;
      return readPair(call, answer);
    },

    /**
     * A new pair for a refresh token, which is used up by this call whether or not the answer arrives.
     * A refused token: PermanentError `connection-dead`. A refused key or secret (`forbidden`) is the operator's
     * mistake and says nothing about the connection.
     */
    async refresh(refreshToken: string): Promise<TokenPair> {
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
      const call = tokenCall('refresh login', 'refresh', form);
      const answer = await send(call, asClient);
      const failure = toFailure(call, answer, nowMs());
      if (failure === undefined) return readPair(call, answer, refreshToken);
      if (answer.status === 400 || (answer.status === 401 && (await keysWork()))) {
        throw new PermanentError(failure.message, 'connection-dead', { cause: failure });
      }
      throw failure;
    },

    /** Ends a login. One that is already over counts as ended: 400 is what a used-up token gets. */
    async revoke(refreshToken: string): Promise<void> {
      const call = tokenCall('revoke login', 'revoke', { token: refreshToken });
      const answer = await send(call, asClient);
      const failure = toFailure(call, answer, nowMs());
      if (failure !== undefined && answer.status !== 400 && answer.status !== 404) throw failure;
    },
  };
}
