import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { FunctionName } from '../../../lambdas/routes.ts';
import { createLogger } from '../../../lambdas/runtime/logger.ts';
import { startGateway } from '../../../lib/local/gateway.ts';
import { createInvoke } from '../../../lib/local/lambda.ts';
import type { LambdaContext } from '../../../lib/local/lambda.ts';

type Call = { name: FunctionName; event: APIGatewayProxyEventV2; context: LambdaContext };

/** A gateway whose functions all do the same. */
async function openGateway(reply: (call: Call) => unknown, timeoutMs = 1_000) {
  const calls: Call[] = [];
  const names: FunctionName[] = ['pull', 'channelback', 'web', 'hooks', 'poll', 'worker', 'sidebar'];
  const handler = (name: FunctionName) => async (event: unknown, context: LambdaContext) => {
    const call = { name, event: event as APIGatewayProxyEventV2, context };
    calls.push(call);
    return reply(call);
  };
  const invoke = createInvoke(
    Promise.resolve(new Map(names.map((name) => [name, handler(name)]))),
    Object.fromEntries(names.map((name) => [name, timeoutMs])) as Record<FunctionName, number>,
  );
  const logger = createLogger('error', () => undefined);
  const gateway = await startGateway({ port: 0, host: '127.0.0.1', invoke, logger });
  return { url: `http://127.0.0.1:${gateway.port}`, port: gateway.port, calls, close: gateway.close };
}

const ok = () => ({ statusCode: 200, body: 'ok' });

/** Runs one request through a gateway of its own and gives the call that came out. */
async function eventOf(path: string, init: RequestInit = {}): Promise<Call> {
  const gateway = await openGateway(ok);
  await fetch(gateway.url + path, init);
  await gateway.close();
  const [call] = gateway.calls;
  if (!call) throw new Error('No function was called.');
  return call;
}

describe('what a function gets', () => {
  test('a form arrives base64-encoded', async () => {
    const body = new URLSearchParams({ message: 'Tak for det! ★' });
    const { name, event } = await eventOf('/zendesk/channelback', { method: 'POST', body });
    expect(name).toBe('channelback');
    expect(event.isBase64Encoded).toBe(true);
    expect(Buffer.from(event.body ?? '', 'base64').toString()).toBe(body.toString());
    expect(event.headers['content-type']).toBe('application/x-www-form-urlencoded;charset=UTF-8');
  });

  test.each(['application/json', 'application/json; charset=utf-8', 'text/plain'])(
    '%s arrives as text',
    async (type) => {
      const headers = { 'Content-Type': type };
      const { event } = await eventOf('/zendesk/events', {
        method: 'POST',
        headers,
        body: '{"name":"Jürgen"}',
      });
      expect(event).toMatchObject({ isBase64Encoded: false, body: '{"name":"Jürgen"}' });
    },
  );

  test('a body without a content type arrives base64-encoded', async () => {
    const { event } = await eventOf('/zendesk/pull', { method: 'POST', body: new Uint8Array([0, 255]) });
    expect(event).toMatchObject({ isBase64Encoded: true, body: 'AP8=' });
  });

  test('no body is no body', async () => {
    const { event } = await eventOf('/zendesk/health');
    expect(event).not.toHaveProperty('body');
    expect(event).not.toHaveProperty('queryStringParameters');
    expect(event).not.toHaveProperty('cookies');
    expect(event.isBase64Encoded).toBe(false);
  });

  test('cookies have their own list and are no header', async () => {
    const { event } = await eventOf('/', { headers: { cookie: 'a=1; b=2; c=x=y' } });
    expect(event.cookies).toEqual(['a=1', 'b=2', 'c=x=y']);
    expect(event.headers).not.toHaveProperty('cookie');
  });

  test('a query parameter that comes twice is joined by a comma; the raw query stays as it came', async () => {
    const { event } = await eventOf('/zendesk/clickthrough?id=a%20b&id=c&empty=&plus=1+2');
    expect(event.queryStringParameters).toEqual({ id: 'a b,c', empty: '', plus: '1 2' });
    expect(event.rawQueryString).toBe('id=a%20b&id=c&empty=&plus=1+2');
  });

  test('a greedy path parameter holds the rest of the path, decoded', async () => {
    const { event } = await eventOf('/zendesk/admin/domains/caf%C3%A9?x=1', { method: 'POST' });
    expect(event.routeKey).toBe('POST /zendesk/admin/{proxy+}');
    expect(event.rawPath).toBe('/zendesk/admin/domains/café');
    expect(event.pathParameters).toEqual({ proxy: 'domains/café' });
  });

  test('the exact route comes before the greedy one', async () => {
    const { event } = await eventOf('/zendesk/admin', { method: 'POST' });
    expect(event.routeKey).toBe('POST /zendesk/admin');
    expect(event).not.toHaveProperty('pathParameters');
  });

  test('request context and Lambda context are there', async () => {
    const { event, context } = await eventOf('/zendesk/health', { headers: { 'User-Agent': 'tester' } });
    const { http, requestId, timeEpoch } = event.requestContext;
    expect(http).toMatchObject({
      method: 'GET',
      path: '/zendesk/health',
      sourceIp: '127.0.0.1',
      userAgent: 'tester',
    });
    expect(event.version).toBe('2.0');
    expect(requestId).toMatch(/.+/);
    expect(Math.abs(Date.now() - timeEpoch)).toBeLessThan(60_000);
    expect(context.functionName).toBe('web');
    expect(context.getRemainingTimeInMillis()).toBeLessThanOrEqual(1_000);
  });
});

describe('what the caller gets', () => {
  /** One answer of a function as the caller sees it. */
  async function answerOf(reply: () => unknown, path = '/', init: RequestInit = {}) {
    const gateway = await openGateway(reply, 100);
    const response = await fetch(gateway.url + path, { redirect: 'manual', ...init });
    const body = Buffer.from(await response.arrayBuffer());
    await gateway.close();
    return { status: response.status, headers: response.headers, body, text: body.toString() };
  }

  test('a binary body is decoded', async () => {
    const zip = Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xff, 0x00]);
    const headers = { 'content-type': 'application/zip' };
    const reply = { statusCode: 200, headers, body: zip.toString('base64'), isBase64Encoded: true };
    const answer = await answerOf(() => reply, '/download/zendesk-app.zip');
    expect(answer.body.equals(zip)).toBe(true);
    expect(answer.headers.get('content-type')).toBe('application/zip');
    expect(answer.headers.get('content-length')).toBe('6');
  });

  test('each cookie is a header of its own', async () => {
    const answer = await answerOf(() => ({
      statusCode: 302,
      headers: { location: '/x' },
      cookies: ['a=1; Path=/', 'b=2'],
    }));
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/x');
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
  });

  test.each([
    ['an unknown path', '/nothing', 'GET'],
    ['a known path with another method', '/zendesk/pull', 'GET'],
    ['a greedy route without a rest', '/assets/', 'GET'],
    ['HEAD', '/', 'HEAD'],
  ])('%s is 404', async (_, path, method) => {
    const answer = await answerOf(ok, path, { method });
    expect(answer.status).toBe(404);
    if (method !== 'HEAD') expect(answer.text).toBe('{"message":"Not Found"}');
  });

  test('a function that throws is 500, one that answers nonsense too', async () => {
    const thrown = await answerOf(() => Promise.reject(new Error('secret')));
    expect([thrown.status, thrown.text]).toEqual([500, '{"message":"Internal Server Error"}']);
    const nonsense = await answerOf(() => ({ statusCode: 'OK' }));
    expect(nonsense.status).toBe(500);
  });

  test('a function that takes too long is 503', async () => {
    const answer = await answerOf(() => new Promise(() => undefined));
    expect([answer.status, answer.text]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  test('a body over 10 MB is 413, whether or not its length is announced', async () => {
    const body = new Uint8Array(10 * 1024 * 1024 + 1);
    const answer = await answerOf(ok, '/zendesk/pull', { method: 'POST', body });
    expect(answer.status).toBe(413);
  });

  test('a path that cannot be decoded is 400', async () => {
    const gateway = await openGateway(ok);
    const socket = connect(gateway.port, '127.0.0.1');
    socket.end('GET /assets/%E0%A4%A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
    await gateway.close();
  });
});

test('closing lets requests in flight end', async () => {
  const release = Promise.withResolvers<undefined>();
  const gateway = await openGateway(async () => {
    await release.promise;
    return ok();
  }, 5_000);
  const answer = fetch(gateway.url + '/');
  while (gateway.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const closed = gateway.close();
  await expect(fetch(gateway.url + '/')).rejects.toThrow();
  release.resolve(undefined);
  expect((await answer).status).toBe(200);
  await closed;
});
