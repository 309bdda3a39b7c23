import { asApplication, type KeySource } from './keys.ts';
import type { Answer, Call, Send } from './send.ts';

/** Access to one connection's current access token. */
export interface AccessTokenSource {
  get(): Promise<string>;
  /**
   * Told which token Trustpilot refused. `unlessNew`: the token may not be the cause, so that one which comes from a
   * renewal just now is answered as it is.
   */
  renew(rejected: string, options?: { unlessNew: boolean }): Promise<string>;
}

export type SendAsUser = (
  call: Call,
  options?: { refusals?: readonly number[]; again?: Call },
) => Promise<Answer>;

/** A dead login sometimes shows as 403 (reference, 4.3 and 7.2). */
const refusalsOfLogin = [401, 403];

/**
 * Sends a private call. Where the answer is one of `refusals` the login is renewed once and the call, or what
 * replaces it, repeated once.
 */
export function createSendAsUser(send: Send, keys: KeySource, token: AccessTokenSource): SendAsUser {
  return async (call, { refusals = refusalsOfLogin, again = call } = {}) => {
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
    const next = await token.renew(first, { unlessNew: answer.status === 403 });
    if (next === first && again === call) return answer;
    const repeated = await attempt(again, next);
    if (repeated.status === 401) keys.forget(); // a fresh login refused: perhaps the key beside it was changed
    return repeated;
  };
}
