import { aResource } from './stub-service.ts';
import { withAccount } from './world.ts';

test('a pull carries metadata and state as a form, and no header beyond the necessary', () =>
  withAccount(async (zendesk, service) => {
    service.hands([], { state: 'page 2' });
    await zendesk.tick();
    await zendesk.tick();
    const [first, second] = service.requestsTo('/pull');
    expect(Object.fromEntries(first?.form ?? [])).toEqual({ metadata: 'the-metadata', state: '' });
    expect(second?.form.get('state')).toBe('page 2');
    expect(Object.keys(first?.headers ?? {}).sort()).toEqual([
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ]);
  }));

test('a resource becomes a ticket with its fields, requester and via', () =>
  withAccount(async (zendesk, service) => {
    const fields = [
      { id: 'subject', value: 'Late again' },
      { id: 'tags', value: ['trustpilot', 'Trustpilot_2_Stars'] },
      { id: 'priority', value: 'high' },
      { id: 360001, value: 'order 7' },
    ];
    service.hands([aResource('r1', { fields, html_message: '<p>Late</p>' })]);
    const [result] = await zendesk.tick();
    expect(result?.created).toEqual([
      { type_id: 'comment_on_new_ticket', external_id: 'r1', ticket_id: 1, comment_id: 1001 },
    ]);
    const [ticket] = zendesk.tickets();
    expect(ticket).toMatchObject({
      subject: 'Late again',
      status: 'new',
      priority: 'high',
      tags: ['trustpilot', 'trustpilot_2_stars'],
      customFields: [{ id: 360001, value: 'order 7' }],
      threadId: 'r1',
      allowChannelback: true,
      allowAttachments: false,
      comments: [{ text: 'Review r1\nThe text', html: '<p>Late</p>', public: true, externalId: 'r1' }],
      via: { source: { from: { service_info: { integration_service_instance_name: 'Acme Sweden' } } } },
    });
    expect(zendesk.endUsers()).toMatchObject([{ name: 'Maja L.', identity: { value: '1:consumer-1' } }]);
    expect(zendesk.violations()).toEqual([]);
  }));

test('without a subject the ticket takes the first line of the message', () =>
  withAccount(async (zendesk, service) => {
    service.hands([aResource('r1', { message: '★★☆☆☆ 2/5\nText' })]);
    await zendesk.tick();
    expect(zendesk.ticket(1).subject).toBe('★★☆☆☆ 2/5');
  }));

test('a known external_id is dropped and reported with its ticket', () =>
  withAccount(async (zendesk, service) => {
    service.hands([aResource('r1')]);
    const [first] = await zendesk.tick();
    service.hands([aResource('r1', { message: 'Changed' }), aResource('r2')]);
    const [second] = await zendesk.tick();
    expect(second?.duplicates).toEqual([
      { external_id: 'r1', request_id: first?.requestId, ticket_id: 1, comment_id: 1001 },
    ]);
    expect(zendesk.tickets()).toHaveLength(2);
    expect(zendesk.ticket(1).comments[0]?.text).toBe('Review r1\nThe text');
    expect(service.events().filter(({ type_id }) => type_id === 'pull_request')[1]?.data).toMatchObject({
      duplicate_external_ids: [{ external_id: 'r1', ticket_id: 1 }],
    });
  }));

test('later resources of a thread become comments, private ones when they say so, and reopen a solved ticket', () =>
  withAccount(async (zendesk, service) => {
    service.hands([aResource('r1')]);
    await zendesk.tick();
    zendesk.solve(1);
    service.hands([
      aResource('r1:edit:2', { thread_id: 'r1', fields: [{ id: 'subject', value: 'Ignored' }] }),
      aResource('r1:note:3', { thread_id: 'r1', internal_note: true, allow_channelback: false }),
    ]);
    await zendesk.tick();
    const ticket = zendesk.ticket(1);
    expect(ticket.status).toBe('open');
    expect(ticket.subject).toBe('Review r1');
    expect(ticket.allowChannelback).toBe(false);
    expect(ticket.comments.map((comment) => comment.public)).toEqual([true, true, false]);
  }));

test('a resource for a closed ticket opens a follow-up ticket, and the thread goes on there', () =>
  withAccount(async (zendesk, service) => {
    service.hands([aResource('r1')]);
    await zendesk.tick();
    zendesk.closeTicket(1);
    service.hands([aResource('r1:edit:2', { thread_id: 'r1' }), aResource('r1:edit:3', { thread_id: 'r1' })]);
    const [result] = await zendesk.tick();
    expect(zendesk.ticket(1).comments).toHaveLength(1);
    expect(zendesk.ticket(2)).toMatchObject({ followUpOf: 1, via: { source: { rel: 'follow_up' } } });
    expect(zendesk.ticket(2).comments).toHaveLength(2);
    expect(
      result?.created.map((event) => [event.type_id, event.ticket_id, event.follow_up_ticket_id]),
    ).toEqual([
      ['comment_on_follow_up_ticket', 1, 2],
      ['comment_on_existing_ticket', 2, undefined],
    ]);
  }));

test('parent_id joins the ticket of its parent; an unknown one opens a ticket or is refused, as configured', () =>
  withAccount(async (zendesk, service) => {
    const child = (id: string, parentId: string) =>
      aResource(id, { thread_id: undefined, parent_id: parentId });
    service.hands([aResource('r1'), child('c1', 'r1'), child('c2', 'unheard of')]);
    await zendesk.tick();
    expect(zendesk.tickets().map(({ comments }) => comments.length)).toEqual([2, 1]);
    zendesk.behaviour.unknownParent = 'error';
    service.hands([child('c3', 'unheard of')]);
    const [result] = await zendesk.tick();
    expect(result?.notConverted).toEqual([{ externalId: 'c3', reason: 'unheard of' }]);
  }));

const refusedAnswers: [string, unknown, string][] = [
  [
    'an empty message',
    { external_resources: [aResource('r1'), aResource('r2', { message: '' })] },
    'message',
  ],
  [
    'a message over 65535 bytes',
    { external_resources: [aResource('r1', { message: 'å'.repeat(40_000) })] },
    'bytes',
  ],
  [
    'an html_message over 65535',
    { external_resources: [aResource('r1', { html_message: 'x'.repeat(65_536) })] },
    'html_message',
  ],
  ['white space around an id', { external_resources: [aResource(' r1')] }, 'white space'],
  ['an id that is not ASCII', { external_resources: [aResource('rå')] }, 'ASCII'],
  ['an id of 256 characters', { external_resources: [aResource('r'.repeat(256))] }, 'external_id'],
  [
    'a local time',
    { external_resources: [aResource('r1', { created_at: '2026-05-01T09:30:00' })] },
    'RFC 3339',
  ],
  ['both parent_id and thread_id', { external_resources: [aResource('r1', { parent_id: 'r0' })] }, 'both'],
  [
    'a null',
    { external_resources: [aResource('r1', { parent_id: null, thread_id: undefined })] },
    'parent_id',
  ],
  ['no author', { external_resources: [aResource('r1', { author: undefined })] }, 'author'],
  [
    'an empty author name',
    { external_resources: [aResource('r1', { author: { external_id: 'a', name: '' } })] },
    'name',
  ],
  [
    'an insecure file',
    { external_resources: [aResource('r1', { file_urls: ['http://example.com/a.jpg'] })] },
    'file_urls',
  ],
  [
    'a field without value',
    { external_resources: [aResource('r1', { fields: [{ id: 'subject' }] })] },
    'fields',
  ],
  [
    '17 display infos',
    { external_resources: [aResource('r1', { display_info: Array(17).fill({ type: 't', data: {} }) })] },
    'display_info',
  ],
  [
    'display data as text',
    { external_resources: [aResource('r1', { display_info: [{ type: 't', data: '{}' }] })] },
    'data',
  ],
  [
    '201 resources',
    { external_resources: Array.from({ length: 201 }, (_, index) => aResource(`r${index}`)) },
    '200',
  ],
  ['no resources', { state: 'x' }, 'external_resources'],
  ['state as an object', { external_resources: [], state: { page: 2 } }, 'state'],
  ['a state of 5001 characters', { external_resources: [], state: 'x'.repeat(5001) }, 'state'],
  ['metadata over 5000 bytes', { external_resources: [], metadata: 'å'.repeat(2501) }, 'metadata'],
  ['HTML', '<p>Sorry</p>', 'not JSON'],
];

test.each(refusedAnswers)(
  'an answer with %s fails the whole pull and changes nothing',
  (_title, body, reason) =>
    withAccount(async (zendesk, service) => {
      const answer = typeof body === 'object' ? { state: 'new state', ...body } : body;
      service.on('/pull', () => ({ body: answer }));
      const [result] = await zendesk.tick();
      expect(result).toMatchObject({ ok: false, created: [] });
      expect(result?.error).toContain(reason);
      expect(zendesk.accounts()[0]?.state).toBe('');
      expect(zendesk.tickets()).toEqual([]);
      expect(zendesk.violations().map(({ severity }) => severity)).toContain('error');
      expect(service.events().at(-1)).toMatchObject({ type_id: 'pull_request', error: result?.error });
    }),
);

test('an answer above 4 MB fails the pull', () =>
  withAccount(async (zendesk, service) => {
    const resources = Array.from({ length: 70 }, (_, index) =>
      aResource(`r${index}`, { message: 'x'.repeat(60_000), html_message: 'y'.repeat(1000) }),
    );
    service.hands(resources);
    const [result] = await zendesk.tick();
    expect(result?.error).toMatch(/answer of \d+ bytes/);
  }));

test('an option lets Zendesk skip just the invalid resource', () =>
  withAccount(
    async (zendesk, service) => {
      service.hands([aResource('r1', { message: '' }), aResource('r2')], { state: 'next' });
      const [result] = await zendesk.tick();
      expect(result?.handedOver).toEqual(['r2']);
      expect(zendesk.accounts()[0]?.state).toBe('next');
    },
    { invalidResource: 'is skipped' },
  ));

test('resources out of order are a warning only', () =>
  withAccount(async (zendesk, service) => {
    service.hands([aResource('r1'), aResource('r2', { created_at: '2026-04-01T09:30:00+02:00' })]);
    await zendesk.tick();
    expect(zendesk.tickets()).toHaveLength(2);
    expect(zendesk.violations()).toMatchObject([{ severity: 'warning', kind: 'pull' }]);
  }));

test('a field value that Zendesk does not know fails that resource, not the pull', () =>
  withAccount(async (zendesk, service) => {
    service.hands([aResource('r1', { fields: [{ id: 'priority', value: 'huge' }] }), aResource('r2')]);
    const [result] = await zendesk.tick();
    expect(result).toMatchObject({ ok: true, notConverted: [{ externalId: 'r1' }] });
    expect(zendesk.ticketOf('r2')).toBeDefined();
  }));

test('a failed, slow or lost pull keeps state and metadata for the next one', () =>
  withAccount(async (zendesk, service) => {
    service.on('/pull', () => ({ status: 503, body: {} }));
    expect((await zendesk.tick())[0]).toMatchObject({ ok: false, status: 503, error: 'HTTP 503' });
    service.on('/pull', () => ({
      delayMs: 60,
      body: { external_resources: [aResource('r1')], state: 'next' },
    }));
    zendesk.setBadDay({ pullTimeoutMs: 10 });
    expect((await zendesk.tick())[0]).toMatchObject({ ok: false, error: 'No answer within 10 ms' });
    zendesk.setBadDay({ pullTimeoutMs: null, dropPullResponses: 1 });
    expect((await zendesk.tick())[0]).toMatchObject({ ok: false, status: undefined });
    expect(zendesk.accounts()[0]?.state).toBe('');
    expect((await zendesk.tick())[0]).toMatchObject({ ok: true });
    expect(service.requestsTo('/pull').map(({ form }) => form.get('state'))).toEqual(['', '', '', '']);
  }));

test('ten refusals in a row deactivate the account, which is not polled any more', () =>
  withAccount(async (zendesk, service) => {
    service.on('/pull', () => ({ status: 401 }));
    for (let pulls = 0; pulls < 11; pulls += 1) await zendesk.tick();
    expect(service.requestsTo('/pull')).toHaveLength(10);
    expect(zendesk.accounts()[0]).toMatchObject({ active: false, deactivatedBy: 'error' });
    expect(service.events().at(-1)).toMatchObject({
      type_id: 'deactivate_integration_instance',
      data: { metadata: 'the-metadata', deactivated_by: 'error' },
    });
  }));

test('metadata_needs_update marks the account, polling goes on', () =>
  withAccount(async (zendesk, service) => {
    service.hands([], { metadata_needs_update: true, metadata: 'newer' });
    await zendesk.tick();
    await zendesk.tick();
    expect(zendesk.accounts()[0]).toMatchObject({ needsAttention: true, metadata: 'newer' });
    expect(service.requestsTo('/pull')).toHaveLength(2);
  }));

test('files are fetched with POST, relative ones from the folder of the manifest', () =>
  withAccount(async (zendesk, service) => {
    service.on('/file/a.jpg', () => ({ headers: { 'content-type': 'image/jpeg' }, body: 'abc' }));
    service.hands([aResource('r1', { file_urls: ['file/a.jpg'] })]);
    await zendesk.tick();
    expect(service.requestsTo('/file/a.jpg')[0]?.method).toBe('POST');
    expect(zendesk.ticket(1).comments[0]?.attachments).toMatchObject([{ status: 200, bytes: 3 }]);
  }));

test('the clock moves without waiting, one tick per poll interval', () =>
  withAccount(
    async (zendesk, service) => {
      await zendesk.advance(250);
      expect(service.requestsTo('/pull')).toHaveLength(2);
      await zendesk.advance(120);
      expect(service.requestsTo('/pull')).toHaveLength(3);
    },
    { pullIntervalSeconds: 120, clock: { nowMs: () => Date.parse('2026-05-01T00:00:00Z') } },
  ));
