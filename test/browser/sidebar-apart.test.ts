import { aCard, colleaguesReply, failedReply } from './sidebar-card.ts';
import { useSidebar } from './sidebar-scene.ts';

/* The sidebar keeps to itself: what it shows, what it stores, and who sees it. */

const scene = useSidebar();

test('hostile text is text: nothing of it runs, loads or leaves its place', async () => {
  const evil =
    "\"><img src=x onerror=\"parent.postMessage('owned','*');window.owned=1\"><script>window.owned=1</script><style>*{display:none}</style>{{setting.sidebar_key}}";
  const link = 'https://www.trustpilot.com/reviews/66a1b2c3d4e5f60718293a02';
  scene.sidebar.card = aCard({
    review: {
      title: evil,
      text: evil,
      consumerName: evil,
      referenceId: evil,
      source: evil,
      earlier: [{ stars: 1, title: evil, text: evil, at: '2026-04-28T09:30:00Z' }],
    },
    reply: {
      published: { ...colleaguesReply, text: evil, authorName: evil },
      last: { ...failedReply, text: evil, reason: evil },
    },
    tags: [evil],
    suggestedTags: [evil],
    findReviewer: {
      isEligible: true,
      requests: [{ status: evil, at: null, message: evil, answer: { name: evil } }],
    },
    otherReviews: [
      {
        id: '66a1b2c3d4e5f60718293a02',
        domain: evil,
        stars: 1,
        title: evil,
        at: '2025-05-01T09:30:00Z',
        ticketId: null,
        link,
      },
    ],
  });
  const visit = await scene.open({ width: 300 });
  const frame = await visit.card();
  await frame.getByText(/earlier version/).click();
  await frame.getByText(/other review/).click();
  await visit.write(`Sorry ${evil}`);
  await visit.submit();
  await visit.page.getByRole('alert').getByText('This would replace').waitFor();
  await visit.page.waitForTimeout(300);
  expect(await frame.evaluate('window.owned')).toBeUndefined();
  expect(await visit.page.evaluate('window.owned')).toBeUndefined();
  expect(await frame.locator('main img, main script, main style').count()).toBe(0);
  await visit.shot('hostile');
  expect(await visit.overflows()).toBe(false);
  expect(visit.complaints).toEqual([]);
});

test('no cookie, no storage, no request but for its own files and the SDK; the key in no message', async () => {
  const visit = await scene.open();
  const frame = await visit.card();
  await frame.getByRole('button', { name: 'Add refund' }).click();
  await frame.getByText('Tag refund added').first().waitFor();
  const files = visit.requests.map((url) => new URL(url).pathname.split('/').at(-1));
  expect(files.toSorted()).toEqual(['sidebar.css', 'sidebar.html', 'sidebar.js', 'zaf_sdk.min.js']);
  for (const url of visit.requests) expect(url.startsWith(scene.sidebar.zendesk.assetUrl)).toBe(true);
  expect(await visit.context.cookies()).toEqual([]);
  expect(await frame.evaluate('[document.cookie, localStorage.length, sessionStorage.length]')).toEqual([
    '',
    0,
    0,
  ]);
  expect(JSON.stringify(await visit.page.evaluate('appMessages'))).not.toContain('tps_');
  expect(visit.complaints).toEqual([]);
});

test('two tickets open at once keep to themselves', async () => {
  await scene.sidebar.newTicket('r2');
  scene.sidebar.answer = (_operation, { ticketId }) =>
    ticketId === 2 ? { body: aCard({ review: { title: 'The second one' } }) } : undefined;
  const [first, second] = [await scene.open(), await scene.open({ ticketId: 2 })];
  await (await first.card()).getByRole('heading', { name: 'A week late' }).waitFor();
  await (await second.card()).getByRole('heading', { name: 'The second one' }).waitFor();
  await (await first.card()).getByRole('button', { name: 'Add refund' }).click();
  await (await first.card()).getByText('Tag refund added').first().waitFor();
  expect(await (await second.card()).getByText('Tag refund added').count()).toBe(0);
});

test('a frame that is loaded anew in the middle of a call begins anew', async () => {
  scene.sidebar.answer = (operation) =>
    operation === 'tags' ? { body: scene.sidebar.card, delayMs: 600 } : undefined;
  const visit = await scene.open();
  const frame = await visit.card();
  await frame.getByRole('button', { name: 'Add refund' }).click();
  await frame.evaluate('location.reload()').catch(() => undefined);
  await (await visit.card()).getByRole('heading', { name: 'A week late' }).waitFor();
  await visit.page.waitForTimeout(800);
  await (await visit.card()).getByRole('button', { name: 'Refresh' }).click();
  await (await visit.card()).getByText('Up to date').first().waitFor();
  await visit.page.getByRole('button', { name: 'Reload' }).click();
  await (await visit.card()).getByRole('heading', { name: 'A week late' }).waitFor();
  expect(visit.complaints).toEqual([]);
});

test('agents to whom the admin does not show the app see no sidebar; the channel works for them', async () => {
  scene.sidebar.zendesk.changeAppSettings({ restrictions: { roles: ['agent'], groups: ['Reviews'] } });
  const context = await scene.browser.newContext();
  const page = await context.newPage();
  await page.goto(`${scene.sidebar.zendesk.url}/tickets/1`);
  expect(await page.locator('.app').count()).toBe(0);
  await page.getByLabel('Reply', { exact: true }).fill('Sorry!');
  await page.getByRole('button', { name: 'Public reply' }).click();
  await page.getByText('delivered', { exact: true }).waitFor();
  await context.close();
});
