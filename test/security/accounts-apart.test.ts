import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { opening, openForm, post, tokenOf } from '../integration/web/admin.ts';
import { connectAccount } from './connect-account.ts';
import { startRunningProduct, type RunningProduct } from './running-product.ts';

/*
 * What one account, or somebody who knows much of it, can do to another. Forged metadata on pulls and replies:
 * test/integration/delivery/accounts.test.ts, test/integration/replies/requests.test.ts.
 */
const root = new URL('../../', import.meta.url);
let product: RunningProduct;
let mine: Awaited<ReturnType<typeof connectAccount>>;
let theirs: Awaited<ReturnType<typeof connectAccount>>;
beforeAll(async () => {
  product = await startRunningProduct();
  mine = await connectAccount(product, 'bluelamp.example');
  theirs = await connectAccount(product, 'bluelamp.se');
});
afterAll(() => product.close());

const web = () => ({ publicUrl: product.url, zendesk: product.zendesk });
const form = (path: string, fields: Record<string, string>) =>
  fetch(product.url + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

async function events(...list: object[]): Promise<void> {
  const { status } = await fetch(`${product.url}/zendesk/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ events: list }),
  });
  expect(status).toBe(200);
}

/** Everything that is stored of an account. */
const rowsOf = async (accountId: string) =>
  (await product.rows()).filter((row) => JSON.stringify(row).includes(accountId));

test('the key of one account with the name of another opens nothing, wherever metadata is taken', async () => {
  const { key } = JSON.parse(mine.metadata) as { key: string };
  const metadata = JSON.stringify({ v: 1, account: theirs.accountId, key });
  const before = await rowsOf(theirs.accountId);
  const reply = { message: 'x', parent_id: theirs.threadId, request_unique_identifier: 'forged' };
  expect((await form('/zendesk/pull', { metadata })).status).toBe(401);
  expect((await form('/zendesk/channelback', { metadata, ...reply })).status).toBe(401);
  expect((await form('/zendesk/admin', opening({ zendesk: product.zendesk }, { metadata }))).status).toBe(
    401,
  );
  const common = { subdomain: 'acme', timestamp: new Date(Date.now() + 60_000).toISOString() };
  for (const what of ['create', 'activate', 'deactivate', 'destroy'])
    await events({ ...common, type_id: `${what}_integration_instance`, data: { metadata } });
  const author = { external_id: 'tp:consumer:64d0c0ffee0123456789abcd' };
  await events({ ...common, type_id: 'destroy_user_identity', data: { metadata, author } });
  // But for the report, which waits for a person of that account.
  const after = (await rowsOf(theirs.accountId)).filter(({ PK }) => PK !== `UNPROVEN#${theirs.accountId}`);
  expect(after).toEqual(before);
  expect(product.trustpilot.publications(theirs.reviewId)).toEqual([]);
});

test('a right proof of one account publishes nothing on a review of another', async () => {
  const reply = { message: 'x', parent_id: theirs.threadId, request_unique_identifier: 'cross' };
  const answer = await form('/zendesk/channelback', { metadata: mine.metadata, ...reply });
  expect(answer.status).toBe(422);
  const renamed = theirs.threadId.replace(theirs.accountId, mine.accountId);
  const other = await form('/zendesk/channelback', {
    metadata: mine.metadata,
    ...reply,
    parent_id: renamed,
  });
  expect(other.status).toBe(422);
  expect(product.trustpilot.publications(theirs.reviewId)).toEqual([]);
});

test('a dialogue that edits one account takes no metadata of another, at no step', async () => {
  const { page } = await openForm(web(), { accountId: mine.account.id });
  const dialogue = tokenOf(page);
  const before = await rowsOf(theirs.accountId);
  for (const step of ['form', 'submit', 'count', 'counts', 'add-domain', 'cancel-backfill', 'test-ticket']) {
    const fields = { dialogue, metadata: theirs.metadata, name: 'Taken', version: '1' };
    expect((await post(web(), `/zendesk/admin/${step}`, fields)).status).toBe(401);
  }
  expect(await rowsOf(theirs.accountId)).toEqual(before);
});

test('events of another Zendesk confirm nothing of an account', async () => {
  const before = await rowsOf(theirs.accountId);
  await events({
    type_id: 'resources_created_from_external_ids',
    timestamp: new Date().toISOString(),
    subdomain: 'globex',
    data: { resource_events: [{ external_id: `${theirs.threadId}:edit:1`, ticket_id: 4_711 }] },
  });
  expect(await rowsOf(theirs.accountId)).toEqual(before);
});

describe('the address of a webhook', () => {
  const hint = (key: string) =>
    fetch(`${product.url}/trustpilot/webhooks/${key}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events: [] }),
    });

  test('holds 256 bits, and the table finds it by a hash', async () => {
    expect(Buffer.from(mine.webhookKey, 'base64url')).toHaveLength(32);
    expect((await hint(mine.webhookKey)).status).toBe(200);
    const rows = (await product.rows()).filter(({ PK }) => String(PK).startsWith('WEBHOOK#'));
    expect(rows.length).toBeGreaterThan(1);
    expect(JSON.stringify(rows)).not.toContain(mine.webhookKey);
  });

  test('is not guessed from what is stored, nor from a part of it: every guess is answered alike', async () => {
    const key = mine.webhookKey;
    const hash = createHash('sha256').update(key).digest('base64url');
    const guesses = [
      hash,
      key.slice(0, -1),
      `${key}=`,
      key.toUpperCase(),
      `${key}%00`,
      `%20${key}`,
      mine.accountId,
      mine.businessUnitId,
      '*',
      '__proto__',
    ];
    for (const guess of guesses) {
      const answer = await hint(guess);
      expect([guess, answer.status, await answer.text()]).toEqual([guess, 404, '']);
    }
  });
});

test('what a caller proves himself with is compared in constant time only', async () => {
  const proof =
    '(?:\\w+\\.)*(?:(?:key|state|cookie)Hash|secret|signature|cookie)\\b|(?:hashKey|hashOf)\\([^)]*\\)';
  const plainly = new RegExp(
    `(?:${proof}) [!=]== (?!undefined|''|null|\\d)|[!=]== (?:${proof})(?!\\.length)`,
  );
  const compared: string[] = [];
  let constantTime = 0;
  for await (const file of glob('lambdas/**/*.ts', { cwd: fileURLToPath(root) })) {
    const lines = readFileSync(new URL(file, root), 'utf8').split('\n');
    constantTime += lines.filter((line) => line.includes('timingSafeEqual(')).length;
    compared.push(...lines.filter((line) => plainly.test(line)).map((line) => file + line));
  }
  expect(compared).toEqual([]);
  expect(constantTime).toBeGreaterThanOrEqual(2);
});

// Last, because it takes an account away.
test('metadata and a dialogue of an account that was removed open nothing any more', async () => {
  const { page } = await openForm(web(), { accountId: theirs.account.id });
  const dialogue = tokenOf(page);
  const { metadata } = theirs;
  await product.zendesk.destroyAccount(theirs.account.id);
  const reply = { message: 'x', parent_id: theirs.threadId, request_unique_identifier: 'late' };
  expect((await form('/zendesk/pull', { metadata })).status).toBe(401);
  expect((await form('/zendesk/channelback', { metadata, ...reply })).status).toBe(401);
  expect((await form('/zendesk/admin', opening({ zendesk: product.zendesk }, { metadata }))).status).toBe(
    401,
  );
  expect((await post(web(), '/zendesk/admin/submit', { dialogue, metadata })).status).toBe(401);
  const timestamp = new Date(Date.now() + 60_000).toISOString();
  await events({
    type_id: 'activate_integration_instance',
    timestamp,
    subdomain: 'acme',
    data: { metadata },
  });
  expect((await form('/zendesk/pull', { metadata })).status).toBe(401);
  expect(product.trustpilot.publications(theirs.reviewId)).toEqual([]);
});
