import {
  type TrustpilotSimulator,
  type TrustpilotSimulatorOptions,
  startTrustpilotSimulator,
} from '../../../simulators/trustpilot/index.ts';

export const bluelamp = '5f0c1d2e3a4b5c6d7e8f9012';
export const redchair = '5f0c1d2e3a4b5c6d7e8f9099';
export const ada = '61f2a0b3c4d5e6f708192a3b';
export const rex = '61f2a0b3c4d5e6f708192a99';
export const tokenPath = '/v1/oauth/oauth-business-users-for-applications';
export const basic = `Basic ${Buffer.from('tpk-demo:tps-demo').toString('base64')}`;

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; empty for an empty body. */
  json: Record<string, unknown>;
}

export interface Client {
  sim: TrustpilotSimulator;
  /** A call with Ada's bearer and the API key. */
  call: (method: string, path: string, body?: unknown) => Promise<Reply>;
  get: (path: string) => Promise<Reply>;
  /** A call with just these headers. */
  bare: (method: string, path: string, headers?: Record<string, string>, body?: string) => Promise<Reply>;
  form: (path: string, fields: Record<string, string>, headers?: Record<string, string>) => Promise<Reply>;
}

const running: TrustpilotSimulator[] = [];

/** Ends every simulator that a test started. */
export async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((sim) => sim.close()));
}

export async function aClient(options: TrustpilotSimulatorOptions = {}): Promise<Client> {
  const sim = await startTrustpilotSimulator(options);
  running.push(sim);
  const token = sim.issueTokens().accessToken;
  const bare: Client['bare'] = async (method, path, headers = {}, body) => {
    const response = await fetch(sim.url + path, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    return toReply(response);
  };
  const call: Client['call'] = (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, apikey: 'tpk-demo' };
    if (body === undefined) return bare(method, path, headers);
    return bare(method, path, { ...headers, 'content-type': 'application/json' }, JSON.stringify(body));
  };
  const form: Client['form'] = (path, fields, headers = {}) => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return bare('POST', path, { ...type, ...headers }, new URLSearchParams(fields).toString());
  };
  return { sim, bare, call, form, get: (path) => call('GET', path) };
}

async function toReply(response: Response): Promise<Reply> {
  const text = await response.text();
  let json: Record<string, unknown> = {};
  if (text.startsWith('{')) json = JSON.parse(text) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, text, json };
}

export interface ReviewItem extends Record<string, unknown> {
  id: string;
  companyReply: Record<string, unknown> | null;
}

export const reviewsOf = (reply: Reply): ReviewItem[] => reply.json['reviews'] as ReviewItem[];
export const idsOf = (reply: Reply): string[] => reviewsOf(reply).map(({ id }) => id);
export const listPath = (query = '', unit = bluelamp): string =>
  `/v1/private/business-units/${unit}/reviews${query}`;
