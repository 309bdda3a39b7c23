import { asApplication, type KeySource } from './keys.ts';
import type { Answer, Call, Send } from './send.ts';

/** Access to one connection's current access token. `renew` is told which token Trustpilot refused. */
export interface AccessTokenSource {
  get(): Promise<string>;
  renew(rejected: string): Promise<string>;
}

export type SendAsUser = (
  call: Call,
  options?: { refusals?: readonly number[]; again?: Call },
) => Promise<Answer>;

/**
 * Sends a private call. Where the answer is one of `refusals` (401 unless told otherwise) the login is renewed once
 * and the call, or what replaces it, repeated once.
 */
export function createSendAsUser(send: Send, keys: KeySource, token: AccessTokenSource): SendAsUser {
  return async (call, { refusals = [401], again = call } = {}) => {
    // The key beside the bearer: Trustpilot's own clients send both (reference, 1.2).
    const attempt = async (what: Call, accessToken: string) => {
      const headers = {
        ...what.headers,
        ...asApplication(await keys.read()),
        authorization: `Bearer ${accessToken}`,
      };
      return send({ ...what, headers });
    };
    const first = await token.get();
    const answer = await attempt(call, first);
    if (!refusals.includes(answer.status)) return answer;
    const repeated = await attempt(again, await token.renew(first));
    if (repeated.status === 401) keys.forget(); // a fresh login refused: perhaps the key beside it was changed
    return repeated;
  };
}
