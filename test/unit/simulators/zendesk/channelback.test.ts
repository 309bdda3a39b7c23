import type { ZendeskSimulator } from '../../../simulators/zendesk/index.ts';
import { aResource, type StubService } from './stub-service.ts';
import { withAccount } from './world.ts';

/** One ticket from one review, and a service that publishes replies. */
function withTicket(
  work: (zendesk: ZendeskSimulator, service: StubService) => Promise<void>,
  options: Parameters<typeof withAccount>[1] = {},
): Promise<void> {
  return withAccount(async (zendesk, service) => {
    service.hands([aResource('r1')]);
    service.on('/channelback', ({ form }) => ({
      body: { external_id: `reply:${form.get('request_unique_identifier') ?? ''}`, allow_channelback: true },
    }));
    await zendesk.tick();
    await work(zendesk, service);
  }, options);
}

test('a public reply goes to the service and its id is known from then on', () =>
  withTicket(async (zendesk, service) => {
    const comment = await zendesk.agentReplies(1, 'Thank you, Maja.', { requestId: 'c-1' });
    expect(Object.fromEntries(service.requestsTo('/channelback')[0]?.form ?? [])).toEqual({
      message: 'Thank you, Maja.',
      parent_id: 'r1',
      thread_id: 'r1',
      recipient_id: 'consumer-1',
      metadata: 'the-metadata',
      request_unique_identifier: 'c-1',
    });
    expect(comment).toMatchObject({ externalId: 'reply:c-1', delivery: { state: 'delivered', attempts: 1 } });
    expect(zendesk.ticket(1).status).toBe('open');
    expect(service.eventTypes().slice(-2)).toEqual(['channelback', 'resources_created_from_external_ids']);
    expect(service.events().at(-1)?.data).toMatchObject({
      resource_events: [
        { type_id: 'external_id_associated_with_channelback', external_id: 'reply:c-1', ticket_id: 1 },
      ],
    });
    service.hands([aResource('reply:c-1', { thread_id: 'r1' })]);
    const [pulled] = await zendesk.tick();
    expect(pulled?.duplicates).toHaveLength(1);
  }));

test('an internal note, a ticket without channelback and a missing account send nothing', () =>
  withTicket(async (zendesk, service) => {
    const note = await zendesk.agentReplies(1, 'For us', { public: false });
    expect(note.delivery).toBeUndefined();
    service.hands([aResource('r1:removed:1', { thread_id: 'r1', allow_channelback: false })]);
    await zendesk.tick();
    const refused = await zendesk.agentReplies(1, 'Hello');
    expect(refused.delivery).toMatchObject({ state: 'not sent' });
    await zendesk.destroyAccount(1);
    expect((await zendesk.agentReplies(1, 'Hello')).delivery?.reason).toContain('removed');
    expect(service.requestsTo('/channelback')).toHaveLength(0);
  }));

test('5xx is repeated with the same id and the same form, at most three times', () =>
  withTicket(async (zendesk, service) => {
    service.on('/channelback', () => ({ status: 503, body: { error_info: 'later' } }));
    const comment = await zendesk.agentReplies(1, 'Hello');
    const calls = service.requestsTo('/channelback');
    expect(calls).toHaveLength(4);
    expect(new Set(calls.map(({ body }) => body)).size).toBe(1);
    expect(comment.delivery).toMatchObject({ state: 'not delivered', attempts: 4, status: 503 });
    expect(service.events().at(-1)).toMatchObject({ type_id: 'channelback' });
    expect(service.events().at(-1)?.error).toContain('later');
  }));

test('4xx is final and the reason is kept for the agent', () =>
  withTicket(async (zendesk, service) => {
    service.on('/channelback', () => ({ status: 422, body: { error_info: 'Too long' } }));
    const comment = await zendesk.agentReplies(1, 'Hello');
    expect(service.requestsTo('/channelback')).toHaveLength(1);
    expect(comment.delivery).toMatchObject({ state: 'not delivered', status: 422 });
    expect(comment.delivery?.reason).toContain('Too long');
  }));

test('an answer lost after the service handled the call is asked for again with the same id', () =>
  withTicket(async (zendesk, service) => {
    zendesk.setBadDay({ dropChannelbackResponses: 1 });
    const comment = await zendesk.agentReplies(1, 'Hello', { requestId: 'c-1' });
    const ids = service.requestsTo('/channelback').map(({ form }) => form.get('request_unique_identifier'));
    expect(ids).toEqual(['c-1', 'c-1']);
    expect(comment.delivery).toMatchObject({ state: 'delivered', attempts: 2 });
    expect(zendesk.violations()).toEqual([]);
  }));

test('time-outs and broken connections are repeated', () =>
  withTicket(async (zendesk, service) => {
    zendesk.setBadDay({ failChannelbackConnections: 1, channelbackTimeoutMs: 20 });
    let calls = 0;
    service.on('/channelback', () => ({
      delayMs: (calls += 1) === 1 ? 60 : 0,
      body: { external_id: 'reply:1' },
    }));
    const comment = await zendesk.agentReplies(1, 'Hello');
    expect(comment.delivery).toMatchObject({ state: 'delivered', attempts: 3 });
    expect(service.requestsTo('/channelback')).toHaveLength(2);
  }));

test('a late repeat of an earlier reply adds no comment', () =>
  withTicket(async (zendesk, service) => {
    await zendesk.agentReplies(1, 'First', { requestId: 'c-1' });
    await zendesk.agentReplies(1, 'Second', { requestId: 'c-2' });
    await zendesk.agentReplies(1, 'First', { requestId: 'c-1' });
    expect(zendesk.ticket(1).comments.map(({ text }) => text)).toEqual([
      'Review r1\nThe text',
      'First',
      'Second',
    ]);
    const calls = service.requestsTo('/channelback');
    expect(calls[2]?.body).toBe(calls[0]?.body);
    expect(calls[1]?.form.get('parent_id')).toBe('reply:c-1');
  }));

test('twins of a call may be answered 200 and 503: the success counts', () =>
  withTicket(async (zendesk, service) => {
    zendesk.setBadDay({ twinChannelbacks: true });
    let calls = 0;
    service.on('/channelback', () =>
      (calls += 1) === 1 ? { status: 503 } : { body: { external_id: 'reply:1', allow_channelback: false } },
    );
    const comment = await zendesk.agentReplies(1, 'Hello');
    expect(service.requestsTo('/channelback')).toHaveLength(2);
    expect(comment.delivery?.state).toBe('delivered');
    expect(zendesk.ticket(1).allowChannelback).toBe(false);
  }));

test.each([
  ['an empty id', { external_id: '' }],
  ['no id', {}],
  ['white space around the id', { external_id: 'x ' }],
  ['the id of the review', { external_id: 'r1' }],
  ['metadata as an object', { external_id: 'x', metadata: {} }],
])('an answer with %s is a violation and the reply counts as not delivered', (_title, body) =>
  withTicket(async (zendesk, service) => {
    service.on('/channelback', () => ({ body }));
    const comment = await zendesk.agentReplies(1, 'Hello');
    expect(comment.delivery?.state).toBe('not delivered');
    expect(zendesk.violations()).toMatchObject([{ kind: 'channelback', severity: 'error' }]);
  }),
);

test('another requester empties recipient_id; the parent may be the first item; metadata is replaced', () =>
  withTicket(
    async (zendesk, service) => {
      zendesk.changeRequester(1);
      service.hands([aResource('r1:edit:1', { thread_id: 'r1' })]);
      await zendesk.tick();
      service.on('/channelback', () => ({ body: { external_id: 'reply:1', metadata: 'newer' } }));
      await zendesk.agentReplies(1, 'Hello', { newestParent: false });
      const form = service.requestsTo('/channelback')[0]?.form;
      expect([form?.get('recipient_id'), form?.get('parent_id'), form?.has('thread_id')]).toEqual([
        '',
        'r1',
        false,
      ]);
      expect(zendesk.accounts()[0]?.metadata).toBe('newer');
    },
    { channelbackIds: 'parent only' },
  ));

test('several replies and a pull run side by side with the same metadata', () =>
  withTicket(async (zendesk, service) => {
    const answers = await Promise.all([
      zendesk.agentReplies(1, 'A'),
      zendesk.agentReplies(1, 'B'),
      zendesk.tick(),
    ]);
    expect(answers[0].delivery?.state).toBe('delivered');
    expect(answers[1].delivery?.state).toBe('delivered');
    expect(service.requestsTo('/channelback')).toHaveLength(2);
  }));
