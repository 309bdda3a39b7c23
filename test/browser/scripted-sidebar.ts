import { createHmac } from 'node:crypto';
import { buildSidebarPage } from '../../lib/bundle/sidebar-page.ts';
import { toAppPackage } from '../../lambdas/web/app-package/app-package.ts';
import type { Card, Failure } from '../../lambdas/sidebar/contract.ts';
import { startZendeskSimulator } from '../simulators/zendesk/index.ts';
import {
  aResource,
  StubService,
  type StubAnswer,
  type StubRequest,
} from '../unit/simulators/zendesk/stub-service.ts';
import { aCard, consumerId, reviewId } from './sidebar-card.ts';

const integrationId = 'reviews-of-the-sidebar-test';
export const sidebarKey = 'tps_scripted-key-of-forty-three-characters-here';

/** The app as it ships, beside tickets of a simulated Zendesk; its service answers what a test wants to see. */
export class ScriptedSidebar {
  readonly zendesk: Awaited<ReturnType<typeof startZendeskSimulator>>;
  readonly #service: StubService;
  /** What the service shows; actions change it. */
  card: Card = aCard();
  /** Which key the service takes. */
  key = sidebarKey;
  /** Called for each call that is signed right; undefined = the usual answer. */
  answer: (operation: string, body: Record<string, unknown>) => StubAnswer | undefined = () => undefined;
  /** Every call that was signed right. */
  readonly calls: { operation: string; body: Record<string, unknown> }[] = [];

  private constructor(zendesk: ScriptedSidebar['zendesk'], service: StubService) {
    this.zendesk = zendesk;
    this.#service = service;
  }

  static async start(): Promise<ScriptedSidebar> {
    const [service, zendesk] = await Promise.all([
      StubService.start(),
      startZendeskSimulator({
        host: '127.0.0.1',
        publicHost: '127.0.0.1',
        pullIntervalSeconds: 0,
        sdkFile: process.env['ZAF_SDK_FILE'],
      }),
    ]);
    const sidebar = new ScriptedSidebar(zendesk, service);
    service.on('/zendesk/manifest.json', () => ({ body: service.manifest({ id: integrationId }) }));
    for (const operation of ['card', 'tags', 'find-reviewer', 'delete-reply', 'publish-again'])
      service.on(`/sidebar/v1/${operation}`, (request) => sidebar.#take(operation, request));
    service.on('/channelback', () => ({ body: { external_id: `reply:${Math.random()}` } }));
    const zip = await toAppPackage({ publicUrl: service.url, integrationId, readPage: buildSidebarPage });
    await zendesk.installZip(zip, { settings: { sidebar_key: sidebarKey } });
    await zendesk.addAccountDirectly({ name: 'Blue Lamp' });
    await sidebar.newTicket('r1');
    return sidebar;
  }

  /** Another ticket of a review. */
  async newTicket(id: string, change: Record<string, unknown> = {}): Promise<void> {
    const author = { external_id: `tp:consumer:${consumerId}`, name: 'Mette Krogh' };
    const message = `★★☆☆☆ 2/5\n\nA week late\n\nDomain: bluelamp.example\nReview: https://www.trustpilot.com/reviews/${reviewId}`;
    this.#service.hands([aResource(id, { author, message, ...change })]);
    await this.zendesk.tick();
  }

  get publicReplies(): number {
    return this.#service.requestsTo('/channelback').length;
  }

  async close(): Promise<void> {
    await this.zendesk.close();
    await this.#service.close();
  }

  #take(operation: string, request: StubRequest): StubAnswer {
    if (!isSigned(request, operation, { key: this.key, audience: this.#service.url }))
      return refusal(401, 'sidebar_key_rejected');
    const body = JSON.parse(request.body) as Record<string, unknown>;
    this.calls.push({ operation, body });
    return this.answer(operation, body) ?? { body: this.#act(operation, body) };
  }

  #act(operation: string, body: Record<string, unknown>): Card {
    const { card } = this;
    if (operation === 'tags') {
      const kept = (card.tags ?? []).filter((tag) => tag !== body['remove'] && tag !== body['add']);
      this.card = { ...card, tags: typeof body['add'] === 'string' ? [...kept, body['add']] : kept };
    }
    if (operation === 'delete-reply') this.card = { ...card, reply: { ...card.reply, published: null } };
    if (operation === 'publish-again' && card.reply.last !== null) {
      const { text, at } = card.reply.last;
      const last = { text, at, status: 'published', reason: null, canPublishAgain: false } as const;
      this.card = {
        ...card,
        reply: { published: { text, authorName: 'Ada Blom', ours: true, since: at }, last },
      };
    }
    if (operation === 'find-reviewer') {
      const request = { status: 'pending', at: card.asOf, message: String(body['message']), answer: null };
      this.card = { ...card, findReviewer: { isEligible: false, requests: [request] } };
    }
    return this.card;
  }
}

export const refusal = (status: number, code: Failure['code'], message = ''): StubAnswer => ({
  status,
  body: { code, message },
});

function isSigned(
  { headers }: StubRequest,
  operation: string,
  { key, audience }: { key: string; audience: string },
): boolean {
  const [head = '', payload = '', signature] = (headers.authorization ?? '')
    .replace('Bearer ', '')
    .split('.');
  if (createHmac('sha256', key).update(`${head}.${payload}`).digest('base64url') !== signature) return false;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  return claims['iss'] === 'acme.zendesk.com' && claims['aud'] === audience && claims['op'] === operation;
}
