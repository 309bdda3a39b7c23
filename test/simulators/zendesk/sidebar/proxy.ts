import { STATUS_CODES } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingRequest, Sent } from '../http/send.ts';
import type { Simulation } from '../simulation.ts';
import { isShownTo, type SidebarApp } from './app.ts';
import { Placeholders, ProxyRefusal } from './placeholders.ts';
import type { RequestOptions } from './request-options.ts';
import { signToken } from './token.ts';

/** What `client.request` resolves or rejects with. */
export interface ProxyAnswer {
  succeeded: boolean;
  response: {
    status: number;
    statusText: string;
    headers: Record<string, string>;
    responseText: string;
    responseJSON?: unknown;
  };
}

/** Headers of which HTTP or Zendesk has the say. */
const notPassedOn = new Set(['host', 'content-length', 'connection', 'cookie', 'origin', 'referer']);
const MOST_REDIRECTS = 5;

/** Makes an app's request to a service outside of Zendesk, with secure settings and a signature put in. */
export async function proxyRequest(
  simulation: Simulation,
  app: SidebarApp,
  options: RequestOptions,
): Promise<ProxyAnswer> {
  try {
    if (simulation.behaviour.proxyChecksRestrictions && !isShownTo(app, simulation.agent))
      throw new ProxyRefusal('proxy_user', 'This app is not for you');
    const request = prepare(simulation, app, options);
    const sent = await sendOn(simulation, request);
    return toAnswer(simulation, options, sent);
  } catch (error) {
    if (!(error instanceof ProxyRefusal)) throw error;
    const body = JSON.stringify({ error: error.code, description: error.message });
    return failure(error.code === 'proxy_user' ? 403 : 400, body, { error: error.code });
  }
}

/** Without `secure` nothing is replaced: the literal text goes out. */
function prepare(simulation: Simulation, app: SidebarApp, options: RequestOptions): OutgoingRequest {
  const placeholders = new Placeholders(app);
  const secure = options.secure === true;
  const token =
    secure && options.jwt !== undefined ? signToken(simulation, placeholders, options.jwt) : '{{jwt.token}}';
  const fill = (text: string, scope: 'url' | 'header' | 'body') =>
    secure ? placeholders.fill(text, scope).replaceAll('{{jwt.token}}', token) : text;
  const url = URL.parse(fill(options.url, 'url'));
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new ProxyRefusal('proxy_url', 'Not the address of a web service');
  const method = (options.type ?? options.method ?? 'GET').toUpperCase();
  const body = bodyOf(options);
  if (body !== undefined && method === 'GET')
    for (const [name, value] of new URLSearchParams(body)) url.searchParams.set(name, value);
  const headers = headersOf(options, (text) => fill(text, 'header'));
  if (secure && options.username !== undefined) {
    const user = placeholders.fill(options.username, 'basic_auth_username');
    const password = placeholders.fill(options.password ?? '', 'basic_auth_password');
    headers['authorization'] = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  }
  const filled = body === undefined || method === 'GET' ? undefined : fill(body, 'body');
  if (placeholders.used.size > 0) refuseOtherHosts(app, url);
  return {
    kind: 'sidebar',
    method,
    url: url.href,
    headers,
    ...(filled === undefined ? {} : { body: filled }),
    timeoutMs: Math.min(options.timeout ?? Infinity, simulation.behaviour.proxyTimeoutMs),
    secrets: [...placeholders.used],
  };
}

/** "Hosts to which secure settings may be sent": each one exactly, whatever its port. */
function refuseOtherHosts({ domainWhitelist }: SidebarApp, url: URL): void {
  const hosts = domainWhitelist.map((entry) => URL.parse(`https://${entry}`)?.hostname);
  if (!hosts.includes(url.hostname))
    throw new ProxyRefusal('proxy_domain', `${url.hostname} is not in the domainWhitelist`);
}

function bodyOf({ data }: RequestOptions): string | undefined {
  if (data === undefined || typeof data === 'string') return data;
  return new URLSearchParams(
    Object.entries(data).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

/** "No underscores (`client_id` is lost, `client-id` works)". */
function headersOf(
  { headers = {}, contentType, dataType, data }: RequestOptions,
  fill: (text: string) => string,
) {
  const type = contentType ?? 'application/x-www-form-urlencoded; charset=UTF-8';
  const given = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), fill(String(value))] as const)
    .filter(([name]) => !name.includes('_') && !notPassedOn.has(name));
  return {
    accept: dataType === 'json' ? 'application/json, text/javascript, */*; q=0.01' : '*/*',
    ...(data === undefined ? {} : { 'content-type': type }),
    ...Object.fromEntries(given),
    'user-agent': 'Zendesk Apps proxy simulator',
  } as Record<string, string>;
}

async function sendOn({ send, badDay, behaviour }: Simulation, request: OutgoingRequest): Promise<Sent> {
  const { sidebarAnswers, sidebarDelayMs } = badDay;
  if (sidebarDelayMs > 0) {
    await sleep(Math.min(sidebarDelayMs, request.timeoutMs), undefined, { ref: false });
    if (sidebarDelayMs >= request.timeoutMs) return { arrived: false, error: 'No answer' };
  }
  if (sidebarAnswers === 'nobody there') return { arrived: false, error: 'Connection refused' };
  if (sidebarAnswers === 'HTML')
    return arrived(200, 'text/html', '<!doctype html><h1>Welcome to the Wi-Fi</h1>');
  if (sidebarAnswers !== 'from the service') return arrived(Number(sidebarAnswers), 'text/plain', '');
  let sent = await send(request);
  for (let redirects = 0; behaviour.proxyFollowsRedirects && redirects < MOST_REDIRECTS; redirects += 1) {
    const location = sent.arrived && sent.answer.status < 400 ? sent.answer.headers['location'] : undefined;
    if (location === undefined) break;
    sent = await send({ ...request, url: new URL(location, request.url).href });
  }
  return sent;
}

const arrived = (status: number, type: string, body: string): Sent => ({
  arrived: true,
  answer: { status, headers: { 'content-type': type }, body },
});

function toAnswer({ behaviour }: Simulation, { dataType }: RequestOptions, sent: Sent): ProxyAnswer {
  if (!sent.arrived) return failure(504, '');
  const { status, headers, body } = sent.answer;
  const isJson = dataType === 'json' || (headers['content-type'] ?? '').includes('json');
  const parsed = isJson ? parseJson(body) : undefined;
  if (status >= 300) return failure(status, body, parsed, headers);
  const unreadable = dataType === 'json' && parsed === undefined && body !== '';
  if (unreadable && behaviour.notJson === 'fails') return failure(status, body, undefined, headers);
  return {
    succeeded: true,
    response: { status, statusText: 'success', headers, responseText: body, responseJSON: parsed },
  };
}

function failure(
  status: number,
  responseText: string,
  responseJSON?: unknown,
  headers: Record<string, string> = {},
): ProxyAnswer {
  const statusText = status < 300 ? 'parsererror' : (STATUS_CODES[status] ?? 'error');
  return { succeeded: false, response: { status, statusText, headers, responseText, responseJSON } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
