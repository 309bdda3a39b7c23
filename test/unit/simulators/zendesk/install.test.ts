import { withAccount, withZendesk } from './world.ts';

test('installing announces the integration', () =>
  withZendesk(async (zendesk, service) => {
    const integration = await zendesk.install(service.manifestUrl);
    await zendesk.eventsDelivered();
    expect(integration.manifest.name).toBe('Reviews');
    expect(service.events()).toMatchObject([
      {
        type_id: 'create_integration',
        subdomain: 'acme',
        integration_id: 'https://reviews.example.com/channel',
        data: { manifest_url: service.manifestUrl },
      },
    ]);
  }));

test('relative addresses resolve against where the manifest was found, over 301 only', () =>
  withZendesk(async (zendesk, service) => {
    service.on('/old.json', () => ({ status: 301, headers: { location: '/new/manifest.json' } }));
    service.on('/new/manifest.json', () => ({ body: service.manifest({ urls: { admin_ui: './admin' } }) }));
    const { manifest, manifestUrl } = await zendesk.install(`${service.url}/old.json`);
    expect(manifest.urls).toEqual({ admin_ui: `${service.url}/new/admin` });
    expect(manifestUrl).toBe(`${service.url}/old.json`);
    service.on('/moved.json', () => ({ status: 302, headers: { location: '/new/manifest.json' } }));
    await expect(zendesk.install(`${service.url}/moved.json`)).rejects.toThrow('HTTP 302');
  }));

const badManifests: [string, Record<string, unknown>, string][] = [
  ['no name', { name: undefined }, 'name'],
  ['an empty id', { id: '' }, 'id'],
  ['an id of 512 characters', { id: 'x'.repeat(512) }, 'id'],
  ['an author as an object', { author: { name: 'Example' } }, 'author'],
  ['no admin_ui', { urls: {} }, 'admin_ui'],
  ['an insecure address', { urls: { admin_ui: 'http://example.com/admin' } }, 'https'],
  ['a push client of 128 characters', { push_client_id: 'x'.repeat(128) }, 'push_client_id'],
];

test.each(badManifests)('a manifest with %s cannot be installed', (_title, change, reason) =>
  withZendesk(async (zendesk, service) => {
    service.on('/manifest.json', () => ({ body: service.manifest(change) }));
    await expect(zendesk.install(service.manifestUrl)).rejects.toThrow(reason);
    expect(zendesk.integrations()).toEqual([]);
  }),
);

test('http is refused unless localhost is trusted, and other hosts always', () =>
  withZendesk(
    async (zendesk, service) => {
      await expect(zendesk.install(service.manifestUrl)).rejects.toThrow('not https');
    },
    { trustLocalhost: false },
  ).then(() =>
    withZendesk(async (zendesk, service) => {
      await expect(zendesk.install('http://example.com/manifest.json')).rejects.toThrow('not https');
      service.on('/manifest.json', () => ({ body: '<p>Sorry</p>' }));
      await expect(zendesk.install(service.manifestUrl)).rejects.toThrow('not JSON');
      await zendesk.install(await trusted(service));
      await expect(zendesk.install(await trusted(service))).rejects.toThrow('installed already');
    }),
  ));

async function trusted(service: {
  on(path: string, stub: () => object): void;
  manifest(): object;
  manifestUrl: string;
}) {
  service.on('/manifest.json', () => ({ body: service.manifest() }));
  return service.manifestUrl;
}

test('a changed manifest counts after a poll, and a stale day keeps the old one', () =>
  withAccount(async (zendesk, service) => {
    const urls = { admin_ui: `${service.url}/admin`, pull_url: `${service.url}/pull2` };
    service.on('/manifest.json', () => ({ body: service.manifest({ version: '2', urls }) }));
    service.on('/pull2', () => ({ body: { external_resources: [] } }));
    zendesk.setBadDay({ staleManifest: true });
    expect(await zendesk.refreshManifest()).toBe(false);
    await zendesk.tick();
    zendesk.setGoodDay();
    expect(await zendesk.refreshManifest()).toBe(true);
    await zendesk.tick();
    expect(service.requestsTo('/pull')).toHaveLength(1);
    expect(service.requestsTo('/pull2')).toHaveLength(1);
  }));

test('an uninstall removes each account, then the integration; tickets stay', () =>
  withAccount(async (zendesk, service) => {
    service.hands([
      { external_id: 'r1', message: 'm', created_at: '2026-05-01T09:30:00Z', author: { external_id: 'a' } },
    ]);
    await zendesk.tick();
    await zendesk.uninstall();
    expect(service.eventTypes().slice(-2)).toEqual(['destroy_integration_instance', 'destroy_integration']);
    expect(zendesk.accounts()).toEqual([]);
    expect(zendesk.tickets()).toHaveLength(1);
  }));

test.each([
  [false, 2],
  [true, 1],
])('with dedupe surviving an uninstall: %s, the same review makes %i tickets', (survives, tickets) =>
  withAccount(async (zendesk, service) => {
    zendesk.setBadDay({ dedupeSurvivesUninstall: survives });
    service.hands([
      { external_id: 'r1', message: 'm', created_at: '2026-05-01T09:30:00Z', author: { external_id: 'a' } },
    ]);
    await zendesk.tick();
    await zendesk.uninstall();
    await zendesk.install(service.manifestUrl);
    await zendesk.addAccountDirectly({ name: 'Again', metadata: 'm2' });
    await zendesk.tick();
    expect(zendesk.tickets()).toHaveLength(tickets);
  }),
);

test('accounts can be switched off and on; one that is off is not polled', () =>
  withAccount(async (zendesk, service, account) => {
    await zendesk.deactivate(account.id);
    await zendesk.tick();
    expect(service.requestsTo('/pull')).toHaveLength(0);
    await zendesk.activate(account.id);
    await zendesk.tick();
    expect(service.requestsTo('/pull')).toHaveLength(1);
    await zendesk.destroyAccount(account.id);
    await zendesk.tick();
    expect(service.requestsTo('/pull')).toHaveLength(1);
    const instanceEvents = service.eventTypes().filter((type) => type.endsWith('_instance'));
    expect(instanceEvents).toEqual([
      'create_integration_instance',
      'deactivate_integration_instance',
      'activate_integration_instance',
      'destroy_integration_instance',
    ]);
  }));

test('clickthrough and health check go out as the contract says', () =>
  withAccount(async (zendesk, service) => {
    service.on('/clickthrough', () => ({ status: 302, headers: { location: 'https://www.example.com/r1' } }));
    service.on('/health', () => ({ status: 500 }));
    const answer = await zendesk.clickthrough('r 1', { allowedHosts: ['other.example.com'] });
    expect(answer).toEqual({ status: 302, location: 'https://www.example.com/r1' });
    expect(Object.fromEntries(service.requestsTo('/clickthrough')[0]?.form ?? [])).toEqual({
      external_id: 'r 1',
    });
    expect(await zendesk.healthcheck()).toEqual({ status: 500 });
    expect(zendesk.violations().map(({ kind }) => kind)).toEqual(['clickthrough', 'healthcheck']);
  }));
