import { URL } from 'node:url';
import { targets, toEvent } from '../fuzz/targets.ts';
import { beginConsent, hiddenField, opening, openForm, post, tokenOf } from '../integration/web/admin.ts';
import { connectAccount } from './connect-account.ts';
import { startRunningProduct, type RunningProduct } from './running-product.ts';

/* Redirects of a click in a ticket: test/unit/web-pages/clickthrough.test.ts. */
let product: RunningProduct;
let account: Awaited<ReturnType<typeof connectAccount>>;
beforeAll(async () => {
  product = await startRunningProduct();
  account = await connectAccount(product);
});
afterAll(() => product.close());

const web = () => ({ publicUrl: product.url, zendesk: product.zendesk });
const finalizer = '/zendesk/channels/integration_service_instances/editor_finalizer';

describe('metadata goes back to the Zendesk of the account and nowhere else', () => {
  const addresses: [string, (zendesk: URL) => string][] = [
    ['another host', () => `https://evil.example${finalizer}`],
    ['a host that starts alike', ({ host }) => `https://${host}.evil.example${finalizer}`],
    ['the host as a user name', ({ host }) => `https://${host}@evil.example${finalizer}`],
    ['a user name', ({ host }) => `http://evil@${host}${finalizer}`],
    ['another port', ({ hostname }) => `http://${hostname}:1${finalizer}`],
    ['another scheme', ({ host }) => `ftp://${host}${finalizer}`],
    ['javascript', () => `javascript:alert(1)//${finalizer}`],
    ['data', () => `data:text/html,${finalizer}`],
    ['no scheme', ({ host }) => `//${host}${finalizer}`],
    ['a path alone', () => finalizer],
    ['a backslash', ({ host }) => `http://evil.example\\@${host}${finalizer}`],
    ['another path of Zendesk', ({ origin }) => `${origin}/agent/tickets/1`],
    ['a path that climbs out', ({ origin }) => `${origin}/zendesk/channels/../../login`],
    ['a line end', ({ origin }) => `${origin}/login\r\n${finalizer}`],
    ['nothing', () => ''],
  ];
  test.each(addresses)('return_url with %s is refused', async (_, toUrl) => {
    const return_url = toUrl(new URL(product.zendesk.url));
    const fields = opening({ zendesk: product.zendesk }, { return_url, metadata: account.metadata });
    const answer = await post(web(), '/zendesk/admin', fields);
    expect(answer.status).toBe(400);
    expect(answer.html).not.toContain('name="dialogue"');
    expect(answer.html).not.toContain(account.metadata.slice(-20));
  });

  test('the last page posts to the address that was checked when the dialogue was opened', async () => {
    const { page } = await openForm(web(), { accountId: account.account.id });
    const fields = {
      dialogue: tokenOf(page),
      metadata: account.metadata,
      return_url: `https://evil.example${finalizer}`,
      name: 'Blue Lamp',
      domain: account.businessUnitId,
      subject: '{stars}',
      stars: '5',
      version: hiddenField(page.html, 'version'),
    };
    const answer = await post(web(), '/zendesk/admin/submit', fields);
    expect(answer.status).toBe(200);
    expect(answer.html).toContain(`action="${product.zendesk.url}${finalizer}`);
    expect(answer.html).not.toContain('evil');
  });
});

test('nothing that a caller sends makes us ask another host, or sends a browser to one', async () => {
  const evil = 'https://evil.example/';
  const hosts = { host: 'evil.example', 'x-forwarded-host': 'evil.example', origin: evil, referer: evil };
  const query = `next=${evil}&url=${evil}&redirect_uri=${evil}&external_id=${evil}&state=${evil}&code=${evil}`;
  const form = new URLSearchParams({
    ...opening({ zendesk: product.zendesk }, { subdomain: 'evil.example#', return_url: evil }),
    metadata: account.metadata,
    new_domain: evil,
    message: evil,
    parent_id: evil,
    callback: evil,
  }).toString();
  const json = JSON.stringify({
    events: [
      { eventName: 'service-review-created', eventData: { id: account.reviewId, link: evil } },
      { type_id: 'create_integration', subdomain: 'acme', timestamp: '', data: { manifest_url: evil } },
    ],
  });
  product.calls.clear();
  for (const target of targets) {
    for (const [body, type] of [
      [form, 'application/x-www-form-urlencoded'],
      [json, 'application/json'],
    ] as const) {
      const pathParameters = { key: account.webhookKey };
      const headers = { ...hosts, 'content-type': type };
      const event = toEvent(target, { query, headers, pathParameters, body });
      const { headers: answered = {}, body: said = '' } = await product.call(target.function, event);
      expect(String(answered['location'] ?? '')).not.toContain('evil');
      expect(said).not.toMatch(/(href|src|action)="[^"]*evil/);
    }
  }
  // The hint is worked off before it is looked at who was asked.
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (const url of product.calls) expect(new URL(url).hostname).toMatch(/^(localhost|127\.0\.0\.1)$/);
});

test('"Add a domain" asks Trustpilot for a name, never the name itself', async () => {
  const { page } = await openForm(web());
  product.calls.clear();
  for (const new_domain of ['http://169.254.169.254/', '127.0.0.1:1', '//evil.example', 'x@evil.example'])
    await post(web(), '/zendesk/admin/add-domain', { dialogue: tokenOf(page), new_domain });
  const asked = [...product.calls].filter((url) => url.includes('business-units/find'));
  expect(asked.length).toBeGreaterThan(0);
  for (const url of product.calls) expect(new URL(url).hostname).toMatch(/^(localhost|127\.0\.0\.1)$/);
});

test('the consent leads to the configured Trustpilot, whatever Host the request names', async () => {
  const token = tokenOf(await post(web(), '/zendesk/admin', opening({ zendesk: product.zendesk })));
  const { location } = await beginConsent(web(), token);
  const url = new URL(location);
  expect(url.origin).toBe(product.trustpilot.url);
  expect(url.searchParams.get('redirect_uri')).toBe(`${product.url}/trustpilot/oauth/callback`);
});
