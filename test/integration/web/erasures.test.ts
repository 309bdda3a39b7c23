import { startWebWorld, type WebWorld } from '../../support/web-world.ts';
import { bluelamp, bluelampSe, openForm, post, submitting, tokenOf } from './admin.ts';

let world: WebWorld;
let zendeskId: number;
beforeEach(async () => {
  world = await startWebWorld();
  world.trustpilot.setSwitches({ consent: 'allow' });
  const browser = await openForm(world);
  await browser.submit(submitting({ name: 'Blue Lamp', domain: [bluelamp] }));
  zendeskId = browser.account?.id ?? 0;
});
afterEach(() => world.close());

const consumerId = '64d0c0ffee0123456789abcd';
const author = `tp:consumer:${consumerId}`;
const anonymous = 'tp:anonymous:64d0c0ffee0123456789abce';
const report = (subdomain: string, authorId: string) =>
  world.erasures.keepUnproven(subdomain, authorId, world.nowMs() - 3 * 3_600_000);
const edit = () => openForm(world, { accountId: zendeskId });
const accountIds = async () => (await world.storedAccounts()).map(({ accountId }) => accountId).sort();

/** Presses the button of that name beside the person. */
async function press(choice: 'Erase here' | 'Dismiss', authorId: string) {
  const browser = await edit();
  await browser.submit({ button: `${choice}: ${authorId}`, values: { name: 'Typed' } });
  return browser.page;
}

test('nothing reported, nothing to see', async () => {
  await report('globex', author);
  expect((await edit()).page.html).not.toContain('Erasures to confirm');
});

test('an erasure that nobody proved is listed, and one click erases the person from every account of that Zendesk', async () => {
  const other = await openForm(world);
  await other.submit(submitting({ name: 'Second', domain: [bluelampSe] }));
  await report('acme', author);
  await report('acme', anonymous);
  const { html } = (await edit()).page;
  expect(html).toContain('Erasures to confirm');
  expect(html).toContain('reported 3 hours ago');
  const page = await press('Erase here', author);
  expect(page.html).toContain(`The data of ${author} is being erased.`);
  expect(page.html).toContain('value="Typed"');
  const ids = await accountIds();
  expect(ids).toHaveLength(2);
  expect(world.queued).toEqual(
    expect.arrayContaining(
      ids.map((accountId) => ({ kind: 'erase', accountId, isDeleted: false, consumerId })),
    ),
  );
  expect(world.queued).toHaveLength(2);
  expect(await world.erasures.unproven('acme', 10)).toMatchObject([{ authorId: anonymous }]);
  expect(world.lines.join('')).not.toContain(consumerId);
});

test('of an anonymous author the review is erased', async () => {
  await report('acme', anonymous);
  await press('Erase here', anonymous);
  const [accountId] = await accountIds();
  const reviewId = '64d0c0ffee0123456789abce';
  expect(world.queued).toEqual([{ kind: 'erase', accountId, isDeleted: false, reviewId }]);
});

test('a dismissed report is gone, and nothing is erased', async () => {
  await report('acme', author);
  const page = await press('Dismiss', author);
  expect(page.html).toContain(`The report about ${author} is dismissed.`);
  expect(page.html).not.toContain('Erasures to confirm');
  expect(world.queued).toEqual([]);
});

test('what nobody reported is not erased, and without the metadata nothing is', async () => {
  await report('globex', author);
  const browser = await edit();
  const fields = { dialogue: tokenOf(browser.page), erase: author, name: 'x', subject: 'x', version: '1' };
  const { metadata } = world.zendesk.account(zendeskId);
  expect((await post(world, '/zendesk/admin/erasure', { ...fields, metadata })).status).toBe(200);
  await report('acme', author);
  const forged = metadata.replace(/"key":"./, '"key":"_');
  for (const wrong of ['', forged])
    expect((await post(world, '/zendesk/admin/erasure', { ...fields, metadata: wrong })).status).toBe(401);
  expect(world.queued).toEqual([]);
  expect(await world.erasures.unproven('acme', 10)).toHaveLength(1);
});
