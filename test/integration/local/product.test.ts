import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from './child.ts';

let dataDir: string;
const children: ReturnType<typeof startChild>[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'product-'));
});

afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill('SIGKILL')));
  await rm(dataDir, { recursive: true });
});

const keys = { TRUSTPILOT_API_KEY: 'key', TRUSTPILOT_API_SECRET: 'secret' };
const workLog = () => join(dataDir, 'work.log');
const worked = () =>
  existsSync(workLog()) ? readFileSync(workLog(), 'utf8').split('\n').filter(Boolean) : [];

function start(
  environment: Record<string, string> = {},
  program = fileURLToPath(new URL('./product-process.ts', import.meta.url)),
) {
  const defaults = { DATA_DIR: dataDir, TEST_WORK_LOG: workLog(), TEST_WORK_MS: '0', ...keys };
  const child = startChild(program, { ...defaults, ...environment });
  children.push(child);
  return child;
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 20));
}

const get = async (url: string) => (await fetch(url)).text();

test('kill -9 in the middle of the work, then a restart: rows, secrets and messages are all there', async () => {
  const first = start({ TEST_WORK_MS: '400' });
  const url = await first.url();
  const ids = Array.from({ length: 30 }, (_, n) => `review-${n}`);
  const stored = ids.map((body) =>
    fetch(`${url}/zendesk/events`, { method: 'POST', body, headers: { 'content-type': 'text/plain' } }),
  );
  expect((await Promise.all(stored)).map(({ status }) => status)).toEqual(ids.map(() => 200));
  await until(() => worked().length > 0);
  await first.kill('SIGKILL');
  expect(worked().length).toBeLessThan(ids.length);

  const second = start();
  const secondUrl = await second.url();
  const facts = await Promise.all(ids.map((id) => get(`${secondUrl}/zendesk/health?id=${id}`)));
  const parsed = facts.map(
    (body) => JSON.parse(body) as { row: string; secret: string; integrationId: string },
  );
  expect(parsed.map(({ row }) => row)).toEqual(ids);
  expect(parsed.map(({ secret }) => secret)).toEqual(ids);
  expect(new Set(parsed.map(({ integrationId }) => integrationId)).size).toBe(1);
  await until(() => new Set(worked()).size === ids.length);
  expect(await second.kill('SIGTERM')).toBe(0);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s: what is in flight is answered, then it ends with 0',
  async (signal) => {
    const product = start();
    const url = await product.url();
    const slow = fetch(`${url}/zendesk/health?slow=1`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const ended = product.kill(signal);
    expect((await slow).status).toBe(200);
    expect(await ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  },
);

test('the integration id belongs to the folder, the public URL follows the port or its own setting', async () => {
  const integrationId = () => readFileSync(join(dataDir, 'integration-id'), 'utf8');
  const first = start();
  const url = await first.url();
  expect(url).toMatch(/^http:\/\/localhost:\d+$/);
  expect(await get(`${url}/zendesk/health`)).toBe(url);
  const id = integrationId();
  await first.kill('SIGTERM');
  const second = start({ PUBLIC_URL: 'https://reviews.example/' });
  expect(await second.url()).toBe('https://reviews.example');
  expect(integrationId()).toBe(id);
});

describe('a start that cannot be', () => {
  test('no Trustpilot key', async () => {
    const child = start({ TRUSTPILOT_API_KEY: '' }, 'bin/local.ts');
    expect(await child.exit).toBe(1);
    expect(child.output()).toBe(
      'Set TRUSTPILOT_API_KEY and TRUSTPILOT_API_SECRET to the key and secret of your Trustpilot application, or try `npm start` for the demo, which needs none.\n',
    );
  });

  test('wrong settings are all named, in one sentence', async () => {
    const child = start({ PORT: 'x', POLL_SECONDS: '-1', TRUSTPILOT_API_URL: 'ftp://x' }, 'bin/local.ts');
    expect(await child.exit).toBe(1);
    expect(child.output()).toBe(
      'Wrong settings: PORT must be a port number; TRUSTPILOT_API_URL must be an http(s) URL; POLL_SECONDS must be more than 0.\n',
    );
  });

  test('the folder is in use', async () => {
    await start().url();
    const second = start();
    expect(await second.exit).toBe(1);
    expect(second.output()).toContain(`Another process already works on ${dataDir}.`);
  });

  test('the port is in use', async () => {
    const url = await start().url();
    const port = new URL(url).port;
    const second = start({ PORT: port, DATA_DIR: join(dataDir, 'other') });
    expect(await second.exit).toBe(1);
    expect(second.output()).toBe(`Port ${port} is in use. Set PORT to another one; 0 picks a free one.\n`);
  });
});
