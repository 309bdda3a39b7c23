import { startWebWorld, type WebWorld } from '../../support/web-world.ts';
import { bluelamp, bluelampSe, openForm, post, submitting, tokenOf, withAnotherKey } from './admin.ts';

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
const report = (accountId: string, authorId: string) =>
  world.erasures.keepUnproven(accountId, authorId, world.nowMs() - 3 * 3_600_000);
const edit = () => openForm(world, { accountId: zendeskId });
const ownId = async () =>
  (await world.storedAccounts()).find(({ name }) => name === 'Blue Lamp')?.accountId ?? '';

/** Presses the button of that name beside the person. */
async function press(choice: 'Erase here' | 'Dismiss', authorId: string) {
  const browser = await edit();
  await browser.submit({ button: `${choice}: ${authorId}`, values: { name: 'Typed' } });
  return browser.page;
}

test('nothing reported, nothing to see', async () => {
  await report('abcdefgh12345678', author);
  expect((await edit()).page.html).not.toContain('Erasures to confirm');
});

test('an erasure that nobody proved is listed, and one click erases the person from this account and no other of that Zendesk', async () => {
  const other = await openForm(world);
  await other.submit(submitting({ name: 'Second', domain: [bluelampSe] }));
  await report(await ownId(), author);
  await report(await ownId(), anonymous);
  const { html } = (await edit()).page;
  expect(html).toContain('Erasures to confirm');
  expect(html).toContain('reported 3 hours ago');
  const page = await press('Erase here', author);
  expect(page.html).toContain(`The data of ${author} is being erased.`);
  expect(page.html).toContain('value="Typed"');
  const accountId = await ownId();
  expect(world.queued).toEqual([{ kind: 'erase', accountId, isDeleted: false, consumerId }]);
  expect(await world.erasures.unproven(accountId, 10)).toMatchObject([{ authorId: anonymous }]);
  expect(world.lines.join('')).not.toContain(consumerId);
});

test('of an anonymous author the review is erased', async () => {
  await report(await ownId(), anonymous);
  await press('Erase here', anonymous);
  const accountId = await ownId();
  const reviewId = '64d0c0ffee0123456789abce';
  expect(world.queued).toEqual([{ kind: 'erase', accountId, isDeleted: false, reviewId }]);
});

test('a dismissed report is gone, and nothing is erased', async () => {
  await report(await ownId(), author);
  const page = await press('Dismiss', author);
  expect(page.html).toContain(`The report about ${author} is dismissed.`);
  expect(page.html).not.toContain('Erasures to confirm');
  expect(world.queued).toEqual([]);
});

test('what nobody reported is not erased, and without the metadata nothing is', async () => {
  await report('abcdefgh12345678', author);
  const browser = await edit();
  const fields = { dialogue: tokenOf(browser.page), erase: author, name: 'x', subject: 'x', version: '1' };
  const { metadata } = world.zendesk.account(zendeskId);
  expect((await post(world, '/zendesk/admin/erasure', { ...fields, metadata })).status).toBe(200);
  await report(await ownId(), author);
  for (const wrong of ['', withAnotherKey(metadata)])
    expect((await post(world, '/zendesk/admin/erasure', { ...fields, metadata: wrong })).status).toBe(401);
  expect(world.queued).toEqual([]);
  expect(await world.erasures.unproven(await ownId(), 10)).toHaveLength(1);
});

test('whoever adds an account under the name of another Zendesk can neither see, dismiss nor confirm what waits there', async () => {
  await report(await ownId(), author);
  const stranger = await openForm(world);
  await stranger.submit(submitting({ name: 'Stranger', domain: [bluelampSe] }));
  const theirs = await openForm(world, { accountId: stranger.account?.id ?? 0 });
  expect(theirs.page.html).not.toContain(consumerId);
  const { metadata } = world.zendesk.account(stranger.account?.id ?? 0);
  const fields = { dialogue: tokenOf(theirs.page), name: 'x', subject: 'x', version: '1', metadata };
  for (const choice of ['erase', 'dismiss'])
    await post(world, '/zendesk/admin/erasure', { ...fields, [choice]: author });
  expect(world.queued).toEqual([]);
  expect(await world.erasures.unproven(await ownId(), 10)).toHaveLength(1);
});
