import type { Answer, Call, Send } from './send.ts';

export interface TrustpilotKeys {
  apiKey: string;
  apiSecret: string;
}

/** Where the deployment's key and secret come from; `forget` makes the next read ask again. */
export interface KeySource {
  read(): Promise<TrustpilotKeys>;
  forget(): void;
}

/** Public calls. The documented place of the key is the header (reference, 1.2). */
export const asApplication = ({ apiKey }: TrustpilotKeys) => ({ apikey: apiKey });

/** Token calls. */
export const asClient = ({ apiKey, apiSecret }: TrustpilotKeys) => ({
  authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`,
});

export type SendWithKeys = (
  call: Call,
  toHeaders: (keys: TrustpilotKeys) => Record<string, string>,
) => Promise<Answer>;

/** Sends with the deployment's key. After a 401 it looks whether the key was changed meanwhile, and then repeats once. */
export function createSendWithKeys(send: Send, keys: KeySource): SendWithKeys {
  return async (call, toHeaders) => {
    const attempt = (used: TrustpilotKeys) =>
      send({ ...call, headers: { ...call.headers, ...toHeaders(used) } });
    const used = await keys.read();
    const answer = await attempt(used);
    if (answer.status !== 401) return answer;
    keys.forget();
    const fresh = await keys.read();
    const changed = fresh.apiKey !== used.apiKey || fresh.apiSecret !== used.apiSecret;
    return changed ? attempt(fresh) : answer;
  };
}
