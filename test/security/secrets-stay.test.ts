import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { beginConsent, decide, openForm, post, tokenOf } from '../integration/web/admin.ts';
import { connectAccount } from './connect-account.ts';
import { startRunningProduct, type RunningProduct } from './running-product.ts';

let product: RunningProduct;
let account: Awaited<ReturnType<typeof connectAccount>>;
beforeAll(async () => {
  product = await startRunningProduct();
  account = await connectAccount(product);
});
afterAll(() => product.close());

const reply = (message: string, id = message, metadata = account.metadata) =>
  fetch(`${product.url}/zendesk/channelback`, {
    method: 'POST',
    body: new URLSearchParams({
      metadata,
      message,
      parent_id: account.threadId,
      request_unique_identifier: id,
    }),
  });

/** A day with everything in it, good and bad; answers what nobody may find again. */
async function live(): Promise<Record<string, string>> {
  const { zendesk, trustpilot, url } = product;
  const web = { publicUrl: url, zendesk };
  const dialogue = tokenOf((await openForm(web, { accountId: account.account.id })).page);
  const { location, cookie } = await beginConsent(web, dialogue);
  const returned = new URL(await decide(location));
  await fetch(returned, { headers: { cookie } });
  // The same return again, and others that lead nowhere.
  await fetch(returned, { headers: { cookie } });
  await post(web, '/zendesk/admin/submit', { dialogue: `${dialogue}x`, metadata: account.metadata });
  await reply('Words of an agent');
  for (const kind of ['500', '403', 'truncated-json'] as const) {
    trustpilot.failNext({ kind, times: 2 });
    await reply(`Words of an agent ${kind}`);
    await product.poll();
  }
  await reply('x', 'x', account.metadata.replace('"v":1', '"v":1,"more":1').slice(0, -4));
  trustpilot.expireAccessTokens();
  await product.poll();
  await zendesk.tick();
  await reply('Words after the renewal');
  trustpilot.expireRefreshTokens();
  trustpilot.expireAccessTokens();
  await reply('Words without a login');
  const { key = '' } = JSON.parse(account.metadata) as { key?: string };
  return {
    'API secret': 'tps-demo',
    'key of the account': key,
    'token of the dialogue': dialogue,
    'state of the consent': returned.searchParams.get('state') ?? 'missing',
    'code of the consent': returned.searchParams.get('code') ?? 'missing',
    'cookie of the consent': cookie.split('=')[1] ?? 'missing',
    'access token': 'tpa-',
    'refresh token': 'tpr-',
    'an agent’s words': 'Words ',
    'a reviewer’s words': 'Nobody answers',
    'title of a review': 'Broken',
    'somebody’s name': 'Ada Agent',
  };
}

describe('a secret is changed while the product runs', () => {
  const secretId = () => process.env['TRUSTPILOT_SECRET_ID'] ?? '';

  test('the API secret: the next refused call finds the new one, and no reply and no poll fails', async () => {
    const { trustpilot } = product;
    expect((await reply('Before')).status).toBe(200);
    const domains = trustpilot.domains().map(({ identifyingName }) => identifyingName);
    trustpilot.addKey({ key: 'tpk-demo', secret: 'tps-new', domains });
    const client = new SecretsManagerClient();
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId() }));
    expect(SecretString).toContain('tps-demo');
    const renewed = JSON.stringify({ apiKey: 'tpk-demo', apiSecret: 'tps-new' });
    await client.send(new PutSecretValueCommand({ SecretId: secretId(), SecretString: renewed }));
    client.destroy();
    // Only a refresh needs the secret: the next call has to make one.
    trustpilot.expireAccessTokens();
    expect((await reply('After')).status).toBe(200);
    expect(trustpilot.publications(account.reviewId).map(({ text }) => text)).toEqual(['Before', 'After']);
    await product.poll();
    expect(product.lines.filter((line) => line.includes('domain not read'))).toEqual([]);
  });

  test('the login: Reconnect and Submit take the place of the old one, whose tokens end', async () => {
    const { zendesk, trustpilot, url } = product;
    const web = { publicUrl: url, zendesk };
    const browser = await openForm(web, { accountId: account.account.id });
    const { location, cookie } = await beginConsent(web, tokenOf(browser.page));
    await fetch(await decide(location), { headers: { cookie } });
    await browser.submit({ values: { domain: [account.businessUnitId] }, button: 'Submit' });
    expect((await reply('With the new login')).status).toBe(200);
    expect(trustpilot.publications(account.reviewId).at(-1)?.text).toBe('With the new login');
  });
});

describe('after a day with everything in it, no secret', () => {
  let secrets: Record<string, string>;
  const lines: string[] = [];
  beforeAll(async () => {
    product.lines.length = 0;
    product.calls.clear();
    secrets = await live();
    lines.push(...product.lines);
  });

  test('and no word of a person stands in a log line, nor therefore in a metric', () => {
    expect(lines.length).toBeGreaterThan(20);
    for (const [what, secret] of Object.entries({ ...secrets, webhook: account.webhookKey })) {
      const line = lines.find((each) => each.includes(secret));
      expect(line === undefined ? undefined : `${what}: ${line}`).toBeUndefined();
    }
  });

  test('stands in the address of any request, but the two that OAuth puts into its redirects', () => {
    const exempt = ['state of the consent', 'code of the consent'];
    expect(product.calls.size).toBeGreaterThan(10);
    for (const url of product.calls)
      for (const [what, secret] of Object.entries(secrets)) {
        const isRedirect = exempt.includes(what) && /\/authenticate|\/oauth\/callback|client_id=/.test(url);
        expect(url.includes(secret) && !isRedirect ? `${what}: ${url}` : '').toBe('');
      }
  });

  test('stands in the table: hashes of them do', async () => {
    const rows = JSON.stringify(await product.rows());
    const { account: accountId } = JSON.parse(account.metadata) as { account: string };
    expect(rows).toContain(accountId);
    for (const [what, secret] of Object.entries(secrets))
      expect(!isOfPeople(what) && rows.includes(secret) ? what : '').toBe('');
  });

  test('and no trace of the code comes back to a caller', () => {
    const secret = ['API secret', 'access token', 'refresh token'];
    const answers = product.zendesk.transcript();
    expect(answers.length).toBeGreaterThan(5);
    for (const { responseHeaders, responseBody } of answers) {
      const said = JSON.stringify(responseHeaders) + responseBody;
      for (const what of secret) expect(said).not.toContain(secrets[what]);
      expect(said).not.toMatch(/at \S+ \(.*:\d+:\d+\)|node_modules|\/var\/task/);
    }
  });
});

/** Reviews, replies and the name of a connected user are what the table is for. */
const isOfPeople = (what: string): boolean => /words|title|name/.test(what);
