import type { ActionRequests, Card, CardRequest, Failure, Operation } from '../contract.ts';
import { isObject, type ZafClient } from './zaf.ts';

export type Requests = ActionRequests & { card: CardRequest };

/** `no-service`: Zendesk's proxy or the way to us; whatever came back has none of our codes. */
export type Problem = { code: Failure['code'] | 'no-service'; message: string };
export type Answer = { card: Card } | { problem: Problem };

export type Api = <Name extends Operation>(operation: Name, body: Requests[Name]) => Promise<Answer>;

export interface ApiOptions {
  client: ZafClient;
  serviceUrl: string;
  appVersion: string;
  subdomain: string;
  ticketId: number | null;
  agentId: number | undefined;
  timeoutMs?: number;
}

const codes: readonly string[] = [
  'bad-request',
  'sidebar_key_rejected',
  'not-found',
  'refused',
  'allowance-short',
  'connection-dead',
  'busy',
] satisfies Failure['code'][];

/** The service as the page sees it: a card, or the reason why there is none. Never throws. */
export function createApi({ client, serviceUrl, appVersion, timeoutMs = 15_000, ...who }: ApiOptions): Api {
  return async (operation, body) => {
    const request = client.request({
      url: `${serviceUrl}/sidebar/v1/${operation}`,
      type: 'POST',
      contentType: 'application/json',
      dataType: 'json',
      data: JSON.stringify(body),
      headers: { Authorization: 'Bearer {{jwt.token}}', 'X-Sidebar-Version': appVersion },
      secure: true,
      cors: false,
      // Whether and what Zendesk repeats by itself is not documented.
      autoRetry: false,
      timeout: timeoutMs,
      httpCompleteResponse: true,
      jwt: {
        algorithm: 'HS256',
        secret_key: '{{setting.sidebar_key}}',
        expiry: 60,
        claims: claims(serviceUrl, operation, who),
      },
    });
    try {
      return toCard(await within(timeoutMs, request));
    } catch (failure) {
      return { problem: toProblem(failure) };
    }
  };
}

/** Signed, not proven: Zendesk signs what this page says. Ticket and agent are for the log only. */
const claims = (
  serviceUrl: string,
  operation: Operation,
  { subdomain, ticketId, agentId }: Pick<ApiOptions, 'subdomain' | 'ticketId' | 'agentId'>,
): Record<string, string | number> => ({
  iss: `${subdomain}.zendesk.com`,
  aud: serviceUrl,
  op: operation,
  ...(ticketId !== null && { tid: ticketId }),
  ...(agentId !== undefined && { uid: agentId }),
});

/** The SDK has no time-out of its own for requests (Apps framework, 3.5). */
async function within(timeoutMs: number, answer: Promise<unknown>): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('No answer in time')), timeoutMs);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function toCard(response: unknown): Answer {
  const body = bodyOf(response);
  if (isObject(body['review'])) return { card: body as unknown as Card };
  return { problem: toProblem(response) };
}

function toProblem(failure: unknown): Problem {
  const { code, message } = bodyOf(failure);
  if (typeof code !== 'string' || !codes.includes(code)) return { code: 'no-service', message: '' };
  return { code: code as Failure['code'], message: typeof message === 'string' ? message : '' };
}

/** `responseJSON` is there where the proxy took the body for JSON; older hosts give the body itself. */
function bodyOf(response: unknown): Record<string, unknown> {
  if (!isObject(response)) return {};
  const { responseJSON, responseText } = response;
  if (isObject(responseJSON)) return responseJSON;
  if (typeof responseText !== 'string') return response;
  try {
    const parsed: unknown = JSON.parse(responseText);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
