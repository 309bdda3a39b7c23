import { validVersions } from '../../../lambdas/core/sidebar-group.ts';
import { SidebarGroups } from '../../../lambdas/store/sidebar-groups.ts';
import { startWebWorld, type WebWorld } from '../../support/web-world.ts';
import { bluelamp, bluelampSe, errorsOf, openForm, post, submitting, tokenOf } from './admin.ts';

const hourMs = 3_600_000;
let world: WebWorld;
beforeEach(async () => {
  world = await startWebWorld();
  world.trustpilot.setSwitches({ consent: 'allow' });
});
afterEach(() => world.close());

async function anAccount(domain: string): Promise<number> {
  const browser = await openForm(world);
  expect(browser.page.html).not.toContain('tps_');
  await browser.submit(submitting({ domain: [domain] }));
  return browser.account?.id ?? 0;
}
const edit = (accountId: number) => openForm(world, { accountId });
const keyIn = ({ html }: { html: string }) => /value="(tps_[\w-]{43})"/.exec(html)?.[1];
const groups = () => new SidebarGroups(world.table.db, world.table.tableName).all('acme');

test('the key stands in the dialogue of an account that exists, with the way to where it belongs', async () => {
  const browser = await edit(await anAccount(bluelamp));
  const key = keyIn(browser.page);
  expect(key).toBeDefined();
  expect(browser.page.html).toContain(
    'Admin Center &gt; Apps and integrations &gt; Zendesk Support apps &gt; Trustpilot service reviews &gt; Sidebar key &gt; Update',
  );
  const again = await edit(world.zendesk.accounts()[0]?.id ?? 0);
  expect(keyIn(again.page)).toBe(key);
  expect(world.lines.join('')).not.toContain(key);
});

test('a new key appears at once, the one before goes on for a while; Revoke now ends it; what was typed stays', async () => {
  const browser = await edit(await anAccount(bluelamp));
  const first = keyIn(browser.page);
  await browser.submit({ button: 'New sidebar key', values: { name: 'Typed' } });
  const second = keyIn(browser.page);
  expect(second).not.toBe(first);
  expect(browser.page.html).toContain(
    'The key before works until this one is used, at the latest in 7 days.',
  );
  expect(browser.page.html).toContain('value="Typed"');
  const [renewed] = await groups();
  expect(renewed && validVersions(renewed, world.nowMs())).toHaveLength(2);
  await browser.submit({ button: 'Revoke now' });
  expect([first, second]).not.toContain(keyIn(browser.page));
  expect(browser.page.html).toContain('The old sidebar keys are revoked.');
  const [revoked] = await groups();
  expect(revoked && validVersions(revoked, world.nowMs())).toHaveLength(1);
  world.pass(hourMs);
  expect(browser.page.html).not.toContain('The key before works');
});

test('an account joins another one by its key, and by nothing else', async () => {
  const one = await anAccount(bluelamp);
  const shared = keyIn((await edit(one)).page) ?? '';
  const browser = await edit(await anAccount(bluelampSe));
  const own = keyIn(browser.page);
  for (const wrong of ['', 'tps_', `${shared}x`, shared.slice(0, -1)]) {
    await browser.submit({ button: 'Use this key', values: { join_key: wrong } });
    expect(errorsOf(browser.page)).toEqual(['join_key: No account of this Zendesk has this key now.']);
    expect(keyIn(browser.page)).toBe(own);
  }
  await browser.submit({ button: 'Use this key', values: { join_key: ` ${shared} ` } });
  expect(errorsOf(browser.page)).toEqual([]);
  expect(keyIn(browser.page)).toBe(shared);
  expect(browser.page.html).toContain('2 accounts share this key.');
  expect(await groups()).toHaveLength(1);
  await browser.submit({ button: 'Use this key', values: { join_key: shared } });
  expect(keyIn(browser.page)).toBe(shared);
});

test('without the metadata of the account nobody is shown a key or can change one', async () => {
  const browser = await edit(await anAccount(bluelamp));
  const dialogue = tokenOf(browser.page);
  const before = await groups();
  for (const sidebar of ['new', 'revoke', 'join']) {
    const answer = await post(world, '/zendesk/admin/sidebar-key', { dialogue, sidebar, subject: 'x' });
    expect(answer.status).toBe(401);
    expect(answer.html).not.toContain('tps_');
  }
  expect(await groups()).toEqual(before);
});
