import { aResource } from './stub-service.ts';
import { withAccount } from './world.ts';

test('accepted but never converted: the state is stored, no ticket and no event', () =>
  withAccount(async (zendesk, service) => {
    zendesk.setBadDay({ notConverted: ['*:2'], notConvertedNext: 1 });
    service.hands([aResource('r:1'), aResource('r:2'), aResource('r:3')], { state: 'next' });
    const [result] = await zendesk.tick();
    expect(zendesk.accounts()[0]?.state).toBe('next');
    expect(result?.notConverted.map(({ externalId }) => externalId)).toEqual(['r:1', 'r:2']);
    expect(zendesk.tickets()).toHaveLength(1);
    zendesk.setGoodDay();
    await zendesk.tick();
    expect(zendesk.tickets()).toHaveLength(3);
  }));

test('a whole batch is refused because of one resource, with the same state next time', () =>
  withAccount(async (zendesk, service) => {
    zendesk.setBadDay({ refusesBatchWith: ['r2'] });
    service.hands([aResource('r1'), aResource('r2')], { state: 'next' });
    const [result] = await zendesk.tick();
    expect(result).toMatchObject({ ok: false, created: [] });
    expect(zendesk.tickets()).toEqual([]);
    await zendesk.tick();
    expect(service.requestsTo('/pull').map(({ form }) => form.get('state'))).toEqual(['', '']);
    expect(zendesk.violations()).toEqual([]);
  }));

test('overlapping pulls carry one state and still make one ticket', () =>
  withAccount(async (zendesk, service) => {
    zendesk.setBadDay({ overlappingPulls: true });
    service.hands([aResource('r1')], { state: 'next' });
    const results = await zendesk.tick();
    expect(results).toHaveLength(2);
    expect(service.requestsTo('/pull').map(({ form }) => form.get('state'))).toEqual(['', '']);
    expect(zendesk.tickets()).toHaveLength(1);
  }));

test('without a bad day an account is never pulled twice at once', () =>
  withAccount(async (zendesk, service) => {
    service.on('/pull', () => ({ delayMs: 30, body: { external_resources: [] } }));
    await Promise.all([zendesk.tick(), zendesk.tick()]);
    expect(service.requestsTo('/pull')).toHaveLength(1);
  }));

test('the events of a tick come in one request', () =>
  withAccount(async (zendesk, service) => {
    await zendesk.addAccountDirectly({ name: 'Second', metadata: 'm2' });
    service.on('/pull', ({ form }) => ({
      body: { external_resources: [aResource(`r-${form.get('metadata') ?? ''}`)] },
    }));
    const before = service.requestsTo('/events').length;
    await zendesk.tick();
    expect(service.requestsTo('/events')).toHaveLength(before + 1);
    expect(service.eventTypes().slice(-4).sort()).toEqual([
      'pull_request',
      'pull_request',
      'resources_created_from_external_ids',
      'resources_created_from_external_ids',
    ]);
  }));

test('events come twice, late, out of order or never', () =>
  withAccount(async (zendesk, service) => {
    service.on('/pull', () => ({
      body: { external_resources: [aResource(`r${service.requestsTo('/pull').length}`)] },
    }));
    const newEvents = async (mode: 'twice' | 'late' | 'out of order' | 'never') => {
      const before = service.events().length;
      zendesk.setBadDay({ events: mode });
      await zendesk.tick();
      return service.eventTypes().slice(before);
    };
    const both = ['pull_request', 'resources_created_from_external_ids'];
    expect(await newEvents('twice')).toEqual([...both, ...both]);
    expect(await newEvents('out of order')).toEqual(both.toReversed());
    expect(await newEvents('never')).toEqual([]);
    expect(await newEvents('late')).toEqual([]);
    await zendesk.releaseEvents();
    expect(service.eventTypes().slice(-2)).toEqual(both);
  }));

test('a service that fails on events holds up nothing', () =>
  withAccount(async (zendesk, service) => {
    service.on('/events', () => ({ status: 500 }));
    service.hands([aResource('r1')]);
    await zendesk.tick();
    expect(zendesk.tickets()).toHaveLength(1);
    expect(zendesk.events().at(-1)?.deliveries).toEqual([500]);
  }));

test('a privacy deletion takes the name and tells the service', () =>
  withAccount(async (zendesk, service, account) => {
    service.hands([aResource('r1')]);
    await zendesk.tick();
    await zendesk.destroyIdentity('consumer-1', { accountId: account.id });
    expect(service.events().at(-1)).toMatchObject({
      type_id: 'destroy_user_identity',
      data: { author: { external_id: 'consumer-1' }, metadata: 'the-metadata' },
    });
    expect(zendesk.ticket(1).comments[0]?.author.name).toBe('Permanently deleted user');
  }));

test('the transcript holds every exchange, and secretsSeen names what no log may hold', () =>
  withAccount(async (zendesk) => {
    await zendesk.tick();
    expect(zendesk.transcript().map(({ kind }) => kind)).toEqual([
      'manifest',
      'events',
      'events',
      'pull',
      'events',
    ]);
    expect(zendesk.secretsSeen()).toEqual(['the-metadata']);
  }));
