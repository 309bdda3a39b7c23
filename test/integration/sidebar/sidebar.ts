import { createHmac, randomUUID } from 'node:crypto';
import { sidebarKey } from '../../../lambdas/core/sidebar-group.ts';
import type { Card, Failure, Operation } from '../../../lambdas/sidebar/contract.ts';
import type { World } from '../../support/world.ts';

interface Answer {
  status: number;
  headers: Headers;
  body: string;
  card: Card;
  failure: Failure;
}

export type Claims = Record<string, unknown>;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What Zendesk's proxy makes of a key and the claims that the page asks for. */
export function sign(key: string, claims: Claims, header: object = { typ: 'JWT', alg: 'HS256' }): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** The sidebar of one Zendesk, with a key of one account's group. */
export class Sidebar {
  readonly world: World;
  readonly accountId: string;
  key: string;

  constructor(world: World, accountId: string, key: string) {
    this.world = world;
    this.accountId = accountId;
    this.key = key;
  }

  claims(operation: string, change: Claims = {}): Claims {
    const { publicUrl } = this.world.deps;
    const exp = Math.floor(this.world.clock.nowMs() / 1000) + 60;
    return { iss: 'acme.zendesk.com', aud: publicUrl, op: operation, exp, tid: 35, uid: 904, ...change };
  }

  async send(operation: string, body: unknown, token?: string): Promise<Answer> {
    const authorization = `Bearer ${token ?? sign(this.key, this.claims(operation))}`;
    const response = await fetch(`${this.world.url}/sidebar/v1/${operation}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', 'x-sidebar-version': '1.1.0' },
      body: JSON.stringify(body),
    });
    const { status, headers } = response;
    const text = await response.text();
    const json: unknown = JSON.parse(text);
    return { status, headers, body: text, card: json as Card, failure: json as Failure };
  }

  /** A card by the link in the ticket, unless told otherwise. */
  card(reviewId: string, request: { ticketId?: number; refresh?: boolean } = {}): Promise<Answer> {
    const { ticketId = null, refresh } = request;
    return this.ask({ ticketId, reviewIds: [reviewId], refresh });
  }

  ask(given: {
    ticketId?: number | null;
    reviewIds?: string[];
    consumerId?: string;
    refresh?: boolean | undefined;
  }): Promise<Answer> {
    const { ticketId = null, reviewIds = [], consumerId = null, refresh } = given;
    return this.send('card', { ticketId, hints: { reviewIds, consumerId }, refresh });
  }

  act(operation: Operation, reviewId: string, more: object = {}): Promise<Answer> {
    return this.send(operation, { reviewId, actionId: randomUUID(), ...more });
  }
}

/** An account whose key is in the app's settings, as the dialogue shows it and an admin pastes it. */
export async function connectSidebar(world: World, given: Parameters<World['connect']>[0] = {}) {
  const account = await world.connect(given);
  const sidebar = new Sidebar(world, account.accountId, await keyOf(world, account.accountId));
  return { ...account, sidebar };
}

/** The newest key of an account's group. */
export async function keyOf(world: World, accountId: string): Promise<string> {
  const { sidebarGroups, sidebarMaster, nowMs } = world.deps;
  const find = async () =>
    (await sidebarGroups.all('acme')).find(({ members }) => members[accountId] !== undefined);
  if ((await find()) === undefined) await sidebarGroups.begin('acme', accountId, nowMs());
  const group = await find();
  if (group === undefined) throw new Error('The account has no group.');
  return sidebarKey(await sidebarMaster.read(), group.groupId, group.version);
}

/** Calls to Trustpilot's API since they were forgotten. */
export const callsTo = (world: World): string[] =>
  world.trustpilot
    .calls()
    .filter(({ path }) => path.startsWith('/v1/private/'))
    .map(({ method, path }) => `${method} ${path.replace(/[0-9a-f]{24}/g, '…')}`);
