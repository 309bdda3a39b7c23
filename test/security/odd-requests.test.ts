import { targets, toEvent, type Request } from '../fuzz/targets.ts';
import { opening } from '../integration/web/admin.ts';
import { connectAccount } from './connect-account.ts';
import { startRunningProduct, type Answer, type RunningProduct } from './running-product.ts';

let product: RunningProduct;
let account: Awaited<ReturnType<typeof connectAccount>>;
beforeAll(async () => {
  product = await startRunningProduct();
  account = await connectAccount(product);
});
afterAll(() => product.close());

const type = 'application/x-www-form-urlencoded';
const encode = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

async function call(name: string, request: Request) {
  const target = targets.find((each) => each.name === name);
  if (target === undefined) throw new Error(`No target ${name}`);
  return product.call(target.function, toEvent(target, request));
}
const pull = (request: Request) => call('POST /zendesk/pull', request);
const events = (body: string, contentType = 'application/json') =>
  call('POST /zendesk/events', { body, headers: { 'content-type': contentType } });

describe('a body means one thing only', () => {
  test('it is decoded when API Gateway says that it is encoded, and never otherwise', async () => {
    const body = encode({ metadata: account.metadata });
    const encoded = Buffer.from(body).toString('base64');
    const headers = { 'content-type': type };
    expect(await pull({ body, headers })).toMatchObject({ statusCode: 200 });
    expect(await pull({ body: encoded, isBase64Encoded: true, headers })).toMatchObject({ statusCode: 200 });
    expect(await pull({ body: encoded, isBase64Encoded: false, headers })).toMatchObject({ statusCode: 401 });
    expect(await pull({ body, isBase64Encoded: true, headers })).toMatchObject({ statusCode: 401 });
  });

  test('its size is that of the decoded bytes', async () => {
    const headers = { 'content-type': type };
    const body = Buffer.alloc(1024 * 1024 + 1, 'x').toString('base64');
    expect(await pull({ body, isBase64Encoded: true, headers })).toMatchObject({ statusCode: 413 });
    const fits = Buffer.alloc(1024 * 1024, 'x').toString('base64');
    expect(await pull({ body: fits, isBase64Encoded: true, headers })).toMatchObject({ statusCode: 401 });
  });

  test.each([
    ['text/plain', 415],
    ['application/json', 415],
    [`${type},${type}`, 415],
    [`${type};charset=utf-7`, 200],
    ['multipart/form-data; boundary=x', 415],
    ['', 415],
  ])('content type %j: %i', async (contentType, statusCode) => {
    const answer = await pull({
      body: encode({ metadata: account.metadata }),
      headers: { 'content-type': contentType },
    });
    expect(answer.statusCode).toBe(statusCode);
  });

  test('the type is found whatever case its header is written in', async () => {
    const answer = await pull({
      body: encode({ metadata: account.metadata }),
      headers: { 'CONTENT-Type': type },
    });
    expect(answer.statusCode).toBe(200);
  });

  test('a field that comes twice is refused, because two readers could take two of them', async () => {
    const body = `${encode({ metadata: account.metadata })}&metadata=x`;
    expect(await pull({ body, headers: { 'content-type': type } })).toMatchObject({ statusCode: 400 });
  });

  test('parameters in the address are no fields of the form', async () => {
    const answer = await pull({ query: encode({ metadata: account.metadata }) });
    expect(answer.statusCode).toBe(401);
  });

  test.each(['POST', 'GET', '__proto__', 'constructor'])(
    'a path that ends in %s is nothing of ours',
    async (tail) => {
      expect(await call('POST /zendesk/admin/submit', { path: `/zendesk/admin/${tail}` })).toMatchObject({
        statusCode: 404,
      });
    },
  );
});

describe('names that JavaScript gives a meaning', () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

  test('in forms and in JSON change nothing but the request that holds them', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    for (const name of names) {
      const headers = { 'content-type': type };
      await pull({ body: `${name}=x&${name}[polluted]=y`, headers: { ...headers, [name]: 'x' } });
      await events(`{"events":[{"${name}":{"polluted":1},"type_id":"${name}","data":{"${name}":{}}}]}`);
      await events(`{"${name}":{"polluted":1},"events":[]}`);
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect('polluted' in {}).toBe(false);
  });

  test.each(names)('metadata of an account named %s: 401', async (name) => {
    const metadata = `{"v":1,"account":"${name}","key":"x","__proto__":{"account":"${account.accountId}"}}`;
    const answer = await pull({ body: encode({ metadata }), headers: { 'content-type': type } });
    expect(answer).toMatchObject({ statusCode: 401, body: '' });
  });
});

test('what is stored is whole text, wherever a cut falls', async () => {
  const name = `x${'😀'.repeat(200)}`;
  const locale = `sv-${'😀'.repeat(40)}`;
  const body = encode({ ...opening({ zendesk: product.zendesk }), name, locale });
  expect(await call('POST /zendesk/admin', { body, headers: { 'content-type': type } })).toMatchObject({
    statusCode: 200,
  });
  const dialogues = (await product.rows()).filter(({ SK }) => SK === 'DIALOGUE');
  expect(dialogues.map(({ name: stored }) => String(stored).slice(0, 3))).toContain('x😀');
  for (const row of dialogues)
    for (const text of Object.values(row).filter((value) => typeof value === 'string'))
      expect(text.isWellFormed()).toBe(true);
});

describe('much', () => {
  const within = async (ms: number, work: Promise<Answer>) => {
    const startMs = performance.now();
    const { statusCode } = await work;
    expect(performance.now() - startMs).toBeLessThan(ms);
    return statusCode;
  };

  test('a form of a hundred thousand fields is read in a moment', async () => {
    const body = Array.from({ length: 100_000 }, (_, n) => `f${n}=1`).join('&');
    expect(await within(5_000, pull({ body, headers: { 'content-type': type } }))).toBe(401);
  });

  test.each([
    ['arrays', '['.repeat(500_000), 400],
    ['objects', '{"events":'.repeat(100_000), 400],
    ['a whole tree', `{"events":[${'['.repeat(500_000)}${']'.repeat(500_000)}]}`, 200],
  ])('JSON as deep as a body allows, %s, breaks nothing', async (_, body, statusCode) => {
    expect(await within(5_000, events(body))).toBe(statusCode);
  });

  test('the app is packed once, however often anybody downloads it', async () => {
    const times = await Promise.all(
      Array.from({ length: 300 }, () => call('GET /download/zendesk-app.zip', {})),
    );
    expect(new Set(times.map(({ body }) => body)).size).toBe(1);
    const startMs = process.cpuUsage().user;
    for (let n = 0; n < 300; n += 1) await call('GET /download/zendesk-app.zip', {});
    expect((process.cpuUsage().user - startMs) / 1000).toBeLessThan(1_000);
  });

  test('of thousands of events that anybody can send in one request a thousand are looked at', async () => {
    const { metadata, accountId } = account;
    const forged = JSON.stringify({ v: 1, account: accountId, key: 'guess' });
    const timestamp = new Date().toISOString();
    const event = { type_id: 'destroy_integration_instance', timestamp, subdomain: 'acme' };
    const body = JSON.stringify({
      events: Array.from({ length: 5_000 }, () => ({ ...event, data: { metadata: forged } })),
    });
    product.lines.length = 0;
    expect((await events(body)).statusCode).toBe(200);
    expect(product.lines.filter((line) => line.includes('unproven event'))).toHaveLength(1_000);
    expect(product.lines.join()).toContain('"event":"events left out","count":4000');
    const headers = { 'content-type': type };
    expect(await pull({ body: encode({ metadata }), headers })).toMatchObject({ statusCode: 200 });
  });

  test('nobody fills the table by erasures that nobody proves', async () => {
    const timestamp = new Date().toISOString();
    const erasure = (n: number, subdomain: string) => ({
      type_id: 'destroy_user_identity',
      timestamp,
      subdomain,
      data: { author: { external_id: `tp:consumer:${n.toString(16).padStart(24, '0')}` } },
    });
    const before = (await product.rows()).length;
    for (let batch = 0; batch < 5; batch += 1) {
      const own = Array.from({ length: 90 }, (_, n) => erasure(batch * 100 + n, 'acme'));
      const strangers = Array.from({ length: 9 }, (_, n) => erasure(n, `stranger-${batch}-${n}`));
      expect((await events(JSON.stringify({ events: [...own, ...strangers] }))).statusCode).toBe(200);
    }
    const kept = (await product.rows()).length - before;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThanOrEqual(100);
  });
});
