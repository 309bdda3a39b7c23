import type { Browser } from 'playwright-core';
import { withoutOldKeys } from '../../lambdas/core/sidebar-group.ts';
import { toAppPackage } from '../../lambdas/web/app-package/app-package.ts';
import { buildSidebarPage } from '../../lib/bundle/sidebar-page.ts';
import { callsTo, connectSidebar, keyOf, type Sidebar } from '../integration/sidebar/sidebar.ts';
import { launchBrowser } from '../support/browser.ts';
import { startWorld, type World } from '../support/world.ts';
import { SidebarVisit } from './sidebar-visit.ts';

/** The sidebar as it ships, with the real service behind it: an agent's browser, Zendesk's proxy, Trustpilot. */
let browser: Browser;
let world: World;
let visits: SidebarVisit[];
let accountId: string;
let sidebar: Sidebar;
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  visits = [];
  world = await startWorld();
  world.deps = { ...world.deps, publicUrl: world.url };
  await world.zendesk.uninstall();
  const integrationId = 'trustpilot-reviews-test';
  await world.zendesk.installZip(
    await toAppPackage({ publicUrl: world.url, integrationId, readPage: buildSidebarPage }),
  );
  ({ accountId, sidebar } = await connectSidebar(world));
  world.zendesk.changeAppSettings({ settings: { sidebar_key: sidebar.key } });
});
afterEach(async () => {
  await Promise.all(visits.map((visit) => visit.close()));
  await world.close();
});

const ticketOf = (reviewId: string, account = accountId) => {
  const ticket = world.zendesk.ticketOf(`tp:${account}:review:${reviewId}`);
  if (ticket === undefined) throw new Error('There is no ticket');
  return ticket.id;
};

/** A review that has become a ticket, which an agent opens. */
async function openReview(draft: Parameters<World['trustpilot']['createReview']>[0] = {}) {
  const { id } = world.trustpilot.createReview({ title: 'A week late', ...draft });
  await world.sync();
  world.trustpilot.forgetCalls();
  return { id, ...(await open(ticketOf(id))) };
}

async function open(ticketId: number) {
  const visit = await SidebarVisit.open(browser, world.zendesk, { ticketId });
  visits.push(visit);
  return { visit, frame: await visit.frame() };
}

test('a look costs no call while the stored copy is fresh; Refresh costs one', async () => {
  const { frame } = await openReview({ stars: 2, referenceId: 'BL-48377' });
  await frame.getByRole('heading', { name: 'A week late' }).waitFor();
  await frame.getByText('BL-48377').waitFor();
  expect(callsTo(world).length).toBeLessThanOrEqual(1);
  world.trustpilot.forgetCalls();
  world.clock.advance(10_000);
  await frame.getByRole('button', { name: 'Refresh' }).click();
  await frame.getByText('Up to date').first().waitFor();
  expect(callsTo(world)).toEqual(['GET /v1/private/reviews/…']);
});

test('tags reach Trustpilot and come back', async () => {
  const { id, frame } = await openReview();
  await frame.getByLabel('New tag').fill('refund');
  await frame.getByRole('button', { name: 'Add', exact: true }).click();
  await frame.getByText('Tag refund added').first().waitFor();
  expect(world.trustpilot.review(id)?.tags?.map(({ value }) => value)).toEqual(['refund']);
  await frame.getByRole('button', { name: 'Remove refund' }).click();
  await frame.getByText('Tag refund removed').first().waitFor();
  expect(world.trustpilot.review(id)?.tags ?? []).toEqual([]);
});

test('Find Reviewer asks through Trustpilot, and is not offered where Trustpilot does not', async () => {
  const { id, frame } = await openReview({ isFindReviewerEligible: true });
  await frame.getByRole('button', { name: 'Find Reviewer' }).click();
  await frame.getByLabel('Message').fill('Which order was it?');
  await frame.getByRole('button', { name: 'Send' }).click();
  await frame.getByText('Waiting for an answer').waitFor();
  expect(world.trustpilot.review(id)?.findReviewer.requests).toMatchObject([
    { businessUserMessage: 'Which order was it?' },
  ]);
  const other = await openReview({ isFindReviewerEligible: false });
  await other.frame.getByText('Trustpilot does not offer to find this reviewer.').waitFor();
});

test('a reply from the ticket stands in the card, and is deleted from there', async () => {
  const { id, visit, frame } = await openReview();
  await frame.getByText('Nobody has replied yet.').waitFor();
  await visit.write('Sorry! The second delivery is on us.');
  await visit.submit();
  await visit.page.getByText('delivered', { exact: true }).waitFor();
  await frame.getByText('Sent from Zendesk').waitFor();
  await frame.getByRole('button', { name: 'Delete our reply' }).click();
  await frame.getByRole('button', { name: 'Yes, delete' }).click();
  await frame.getByText('Nobody has replied yet.').waitFor();
  expect(world.trustpilot.review(id)?.companyReply).toBeNull();
});

test('a reply that Trustpilot refused is published again from the card', async () => {
  world.zendesk.behaviour.channelbackRetries = 0;
  const { id, visit, frame } = await openReview();
  world.trustpilot.failNext({ kind: '403', match: /^POST .*\/reply/, times: 'always' });
  await visit.write('We are sorry.');
  await visit.submit();
  await visit.page.getByText('not delivered').waitFor();
  world.trustpilot.clearFaults();
  await frame.getByText('Not published').waitFor();
  await frame.getByRole('button', { name: 'Publish again' }).click();
  await frame.getByText('Sent from Zendesk').waitFor();
  expect(world.trustpilot.publications(id)).toHaveLength(1);
});

test('a revoked key opens nothing; the new one does', async () => {
  const { id, frame } = await openReview();
  await frame.getByRole('heading', { name: 'A week late' }).waitFor();
  const [group] = await world.deps.sidebarGroups.all('acme');
  if (group === undefined) throw new Error('No group');
  await world.deps.sidebarGroups.changeKey('acme', group, withoutOldKeys(group, world.clock.nowMs()));
  await frame.getByRole('button', { name: 'Refresh' }).click();
  await frame.getByRole('heading', { name: 'The sidebar needs a valid key' }).waitFor();
  expect(await frame.getByText('A week late').count()).toBe(0);
  world.zendesk.changeAppSettings({ settings: { sidebar_key: await keyOf(world, accountId) } });
  await (await open(ticketOf(id))).frame.getByRole('heading', { name: 'A week late' }).waitFor();
});

test.each(['expired', 'far future', 'other audience', 'other subdomain', 'alg none'] as const)(
  'a token that is %s opens nothing',
  async (sidebarTokens) => {
    world.zendesk.setBadDay({ sidebarTokens });
    const { frame } = await openReview();
    await frame.getByRole('heading', { name: 'The sidebar needs a valid key' }).waitFor();
    expect(callsTo(world)).toEqual([]);
  },
);

test.each(['signs with an empty key', 'signs with the placeholder', 'fails'] as const)(
  'an empty setting opens nothing, also where Zendesk %s',
  async (emptySecret) => {
    world.zendesk.changeAppSettings({ settings: { sidebar_key: '' } });
    world.zendesk.behaviour.emptySecret = emptySecret;
    const { frame } = await openReview();
    const heading =
      emptySecret === 'fails' ? 'The service does not answer.' : 'The sidebar needs a valid key';
    await frame.getByRole('heading', { name: heading }).waitFor();
  },
);

test('a review of another group is not there', async () => {
  const other = await world.connect({ domains: ['bluelamp.se'] });
  const { id } = world.trustpilot.createReview({ domain: 'bluelamp.se', title: 'Not yours' });
  await world.sync();
  const { frame } = await open(ticketOf(id, other.accountId));
  await frame.getByText('No review of your connected domains belongs to this ticket.').waitFor();
  expect(await frame.getByText('Not yours').count()).toBe(0);
});

test('neither key nor token is ever in the log, or in a message of the browser', async () => {
  const { visit, frame } = await openReview({ text: 'A very special text' });
  await frame.getByRole('heading', { name: 'A week late' }).waitFor();
  const [call] = world.zendesk.transcript().filter(({ kind }) => kind === 'sidebar');
  const token = call?.requestHeaders['authorization']?.replace('Bearer ', '') ?? '';
  expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  const log = world.logLines.join('\n');
  for (const secret of [sidebar.key, token, 'A very special text']) expect(log).not.toContain(secret);
  const messages = JSON.stringify(await visit.page.evaluate('appMessages'));
  for (const secret of [sidebar.key, token]) expect(messages).not.toContain(secret);
});
