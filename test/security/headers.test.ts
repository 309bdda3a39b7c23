import type { Target } from '../fuzz/targets.ts';
import { targets, toEvent } from '../fuzz/targets.ts';
import { opening, openForm, tokenOf } from '../integration/web/admin.ts';
import { startRunningProduct, type Answer, type RunningProduct } from './running-product.ts';

let product: RunningProduct;
beforeAll(async () => {
  product = await startRunningProduct();
});
afterAll(() => product.close());

const form = 'application/x-www-form-urlencoded';
const post = (target: Target, body: string, type = form) =>
  product.call(target.function, toEvent(target, { body, headers: { 'content-type': type } }));

function expectHeaders({ headers = {} }: Answer) {
  expect(headers).toMatchObject({
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
  });
  expect(headers['referrer-policy']).toMatch(/^(no-referrer|same-origin)$/);
  expect(headers['cache-control']).toMatch(/^(no-store|public, max-age=31536000, immutable)$/);
}

/** Nothing from elsewhere, nothing inline, framed by nobody or by one origin. */
function expectPolicy({ headers = {} }: Answer) {
  if (!String(headers['content-type']).startsWith('text/html')) return;
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*|http:\/\/(?!localhost)/);
}

describe.each(targets)('$name', (target) => {
  test('answers with the security headers when it is called plainly', async () => {
    const answer = await product.call(target.function, toEvent(target));
    expectHeaders(answer);
    expectPolicy(answer);
  });

  test('and when it refuses: garbage, a wrong type, too much', async () => {
    for (const [body, type] of [
      ['\u0000{', 'application/json'],
      ['%zz', form],
      ['x', 'text/x-unknown'],
      ['x'.repeat(1024 * 1024 + 1), form],
    ] as const) {
      const answer = await post(target, body, type);
      expect(answer.statusCode).toBeLessThan(500);
      expectHeaders(answer);
      expectPolicy(answer);
    }
  });
});

test('only what never changes under its name may be kept by a cache', async () => {
  const kept: string[] = [];
  for (const target of targets) {
    const { headers = {}, statusCode } = await product.call(target.function, toEvent(target));
    if (statusCode === 200 && headers['cache-control'] !== 'no-store') kept.push(target.path);
  }
  expect(kept.length).toBeGreaterThan(0);
  for (const path of kept) expect(path).toMatch(/^\/assets\/[\w-]+-[0-9a-f]{12}\.(css|js)$/);
});

test('a page of the dialogue may be framed by the Zendesk that opened it, every other page by nobody', async () => {
  const { zendesk, url } = product;
  const browser = await openForm({ publicUrl: url, zendesk });
  expect(browser.page.headers['content-security-policy']).toContain(`frame-ancestors ${zendesk.url};`);
  const connect = await fetch(`${url}/zendesk/admin/connect`, {
    method: 'POST',
    body: new URLSearchParams({ dialogue: tokenOf(browser.page) }),
  });
  for (const path of ['/', '/zendesk/dashboard', '/trustpilot/oauth/callback', '/zendesk/clickthrough']) {
    const answer = await fetch(url + path);
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  }
  expect(connect.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test('a Zendesk that may not use this deployment frames nothing but the refusal', async () => {
  const body = new URLSearchParams(opening(product, { subdomain: 'stranger' }));
  const answer = await fetch(`${product.url}/zendesk/admin`, { method: 'POST', body });
  expect(answer.status).toBe(403);
  expect(await answer.text()).not.toContain('name="dialogue"');
});
