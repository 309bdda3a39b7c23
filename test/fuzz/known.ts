import type { RunningProduct } from '../security/running-product.ts';
import { connectAccount } from '../security/connect-account.ts';
import { beginConsent, opening, openForm, post, tokenOf } from '../integration/web/admin.ts';

/** What an attacker can know, and what only an honest caller does: the words that inputs are made of. */
export interface Known {
  url: string;
  /** Honest values; some of them are secrets. */
  values: string[];
  /** Names of fields, parameters and headers. */
  fields: string[];
  /** Honest forms, each with the start of the paths that expect it. */
  forms: { at: string; fields: Record<string, string> }[];
  events: Record<string, unknown>[];
  queries: string[];
  cookies: string[];
  webhookKey: string;
  /** As the account's dialogue shows it. */
  sidebarKey: string;
}

/** An account with a ticket, and dialogues in every state: not connected, connected, editing, consent begun. */
export async function makeKnown(product: RunningProduct): Promise<Known> {
  const { url: publicUrl, zendesk } = product;
  const world = { publicUrl, zendesk };
  const { metadata, account, threadId, reviewId, webhookKey, businessUnitId } = await connectAccount(product);
  const { account: accountId = '' } = JSON.parse(metadata) as { account?: string };
  const unconnected = tokenOf(await post(world, '/zendesk/admin', opening(world)));
  const connected = tokenOf((await openForm(world)).page);
  const { page: editPage } = await openForm(world, { accountId: account.id });
  const edit = tokenOf(editPage);
  const sidebarKey = /tps_[\w-]{43}/.exec(editPage.html)?.[0] ?? '';
  const begun = tokenOf(await post(world, '/zendesk/admin', opening(world)));
  const { location, cookie } = await beginConsent(world, begun);
  const state = new URL(location).searchParams.get('state') ?? '';
  const common = { subdomain: 'acme', timestamp: new Date().toISOString() };
  const entries = {
    domain: businessUnitId,
    name: 'Blue Lamp',
    subject: '{stars} {title}',
    stars: '5',
    period: '30d',
    version: '1',
  };
  const reply = {
    message: 'Sorry!',
    parent_id: threadId,
    thread_id: threadId,
    request_unique_identifier: 'r',
  };
  const forms = [
    { at: '/zendesk/pull', fields: { metadata, state: '{"v":1,"batch":"abcdefghijkl"}' } },
    { at: '/zendesk/channelback', fields: { metadata, ...reply } },
    { at: '/zendesk/admin', fields: opening(world) },
    { at: '/zendesk/admin', fields: opening(world, { metadata, name: 'Blue Lamp', locale: 'sv' }) },
    { at: '/zendesk/admin/', fields: { dialogue: unconnected, ...entries } },
    { at: '/zendesk/admin/', fields: { dialogue: connected, new_domain: 'bluelamp.example', ...entries } },
    { at: '/zendesk/admin/', fields: { dialogue: edit, metadata, backfill: 'on', ...entries } },
    { at: '/zendesk/admin/connect', fields: { dialogue: begun } },
  ];
  const events: Record<string, unknown>[] = [
    {
      ...common,
      type_id: 'resources_created_from_external_ids',
      data: { resource_events: [{ type_id: 'comment_on_new_ticket', external_id: threadId, ticket_id: 7 }] },
    },
    { ...common, type_id: 'pull_request', data: { duplicate_external_ids: [{ external_id: threadId }] } },
    ...['create', 'activate', 'deactivate'].map((what) => ({
      ...common,
      type_id: `${what}_integration_instance`,
      data: { metadata },
    })),
    {
      ...common,
      type_id: 'destroy_integration_instance',
      data: { metadata: JSON.stringify({ v: 1, account: accountId, key: 'x' }) },
    },
    {
      ...common,
      type_id: 'destroy_user_identity',
      data: { author: { external_id: 'tp:consumer:64d0c0ffee0123456789abcd' } },
    },
    { eventName: 'service-review-updated', eventData: { id: reviewId } },
    { ticketId: 7, hints: { reviewIds: [reviewId], consumerId: null } },
    { reviewId, actionId: '0b8f2f3e-1111-4000-8000-000000000000', add: 'lamps', message: 'Who are you?' },
  ];
  return {
    url: publicUrl,
    values: [
      metadata,
      JSON.stringify({ v: 1, account: accountId, key: 'guess' }),
      `{"v":1,"account":"${accountId}","key":"a","__proto__":{"status":"live"}}`,
      accountId,
      unconnected,
      connected,
      edit,
      state,
      threadId,
      `${threadId}:edit:1`,
      reviewId,
      businessUnitId,
      webhookKey,
      'acme',
      'bluelamp.example',
      opening(world).return_url,
      ...['sv', 'pt-BR', 'en-US-u-ca-buddhist', 'x-klingon', '12m', '5', 'on', '2026-01-01T00:00:00Z'],
    ],
    fields: [
      ...new Set([
        ...forms.flatMap(({ fields }) => Object.keys(fields)),
        ...'backfill confirm_many languages only_with_text priority_1 field_stars external_id'.split(' '),
        ...'reviewId actionId hints reviewIds consumerId ticketId add remove refresh events type_id eventName eventData id data author metadata resource_events ticket_id'.split(
          ' ',
        ),
        ...'error code host x-forwarded-for cookie authorization transfer-encoding content-length'.split(' '),
      ]),
    ],
    webhookKey,
    sidebarKey,
    forms,
    events,
    queries: [
      '',
      `external_id=${encodeURIComponent(threadId)}`,
      `external_id=${encodeURIComponent(threadId)}&external_id=x`,
      `state=${state}&code=x`,
      `state=${state}&error=access_denied`,
      `state=${state}`,
    ],
    cookies: [cookie, `${cookie}; a=b`, 'a=b'],
  };
}
