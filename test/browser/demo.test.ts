import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { blockThirdPartyCookies, launchBrowser } from '../support/browser.ts';
import { startDemo } from './demo-process.ts';
import { readmeViewport, takeReadmePicture } from './readme-picture.ts';

/** The way of a newcomer, in order; each test goes on where the one before ended. */
const review = {
  domain: 'bluelamp.example',
  name: 'Mette Krogh',
  stars: '★★☆☆☆',
  title: 'A week late',
  text: 'Lovely lamp, but it came a week after the promised day and nobody told me.\nWho pays the second delivery?',
};
const answer = 'Sorry, Mette! The second delivery is on us, and so is the next bulb.';

let demo: Awaited<ReturnType<typeof startDemo>>;
let browser: Browser;
let context: BrowserContext;
let zendesk: Page;
let trustpilot: Page;
const complaints: string[] = [];

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  context = await browser.newContext({ viewport: readmeViewport, locale: 'en-US' });
  context.setDefaultTimeout(30_000);
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  zendesk = await context.newPage();
  await blockThirdPartyCookies(zendesk);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await demo.close();
});

async function dialogue(): Promise<Frame> {
  const element = await zendesk.waitForSelector('iframe[name=dialogue]');
  const frame = await element.contentFrame();
  if (frame === null) throw new Error('The dialogue is not framed.');
  await frame.waitForSelector('main');
  await blockThirdPartyCookies(frame);
  return frame;
}

test('the printed address leads to a one-click install', async () => {
  await zendesk.goto(demo.entrance);
  await zendesk.getByRole('main').getByRole('link', { name: 'Install app' }).click();
  const address = await zendesk.getByLabel('or its download address').inputValue();
  expect(address).toBe(`${demo.productUrl}/download/zendesk-app.zip`);
  await zendesk.getByRole('button', { name: 'Upload and install' }).click();
  await zendesk.getByText('Trustpilot service reviews installed').waitFor();
});

test('the account dialogue stands in the frame of another site, without cookies', async () => {
  await zendesk.getByRole('link', { name: 'Add an account in Channel integrations' }).click();
  await zendesk.getByRole('link', { name: 'Add account' }).click();
  const frame = await dialogue();
  expect(new URL(zendesk.url()).hostname).toBe('127.0.0.1');
  expect(new URL(frame.url()).hostname).toBe('localhost');
  const keepCookie = 'document.cookie = "probe=1; SameSite=None; Secure"; document.cookie';
  expect(await frame.evaluate(keepCookie)).toBe('');
  const alone = await context.newPage();
  await alone.goto(demo.productUrl);
  expect(await alone.evaluate(keepCookie)).toBe('probe=1');
  await alone.close();
  await context.clearCookies();
});

test('Connect, Continue, Allow, a domain and a name make an account', async () => {
  const frame = await dialogue();
  const [popup] = await Promise.all([
    zendesk.waitForEvent('popup'),
    frame.getByRole('button', { name: 'Connect to Trustpilot' }).click(),
  ]);
  await popup.getByText('acme').first().waitFor();
  await popup.getByRole('button', { name: 'Continue' }).click();
  await Promise.all([popup.waitForEvent('close'), popup.getByRole('button', { name: 'Allow' }).click()]);
  await frame.getByLabel('Account name').fill('Blue Lamp');
  await frame.getByLabel(review.domain).check();
  await frame.getByLabel('Sync unanswered reviews').check();
  await frame.getByLabel('Period').selectOption({ label: 'Last 7 days' });
  await frame.getByText('4 unanswered reviews', { exact: true }).waitFor();
  await frame.getByRole('heading').first().scrollIntoViewIfNeeded();
  await takeReadmePicture(zendesk, 'dialogue', { height: 1080 });
  await frame.getByRole('button', { name: 'Submit' }).click();
  await zendesk.getByText('Blue Lamp added').waitFor();
});

test('a review that is written becomes a ticket', async () => {
  await zendesk.getByRole('link', { name: 'Home' }).click();
  const [page] = await Promise.all([
    context.waitForEvent('page'),
    zendesk.getByRole('link', { name: 'the simulated Trustpilot' }).click(),
  ]);
  trustpilot = page;
  await trustpilot.getByLabel('Domain').selectOption(review.domain);
  await trustpilot.getByLabel('Your name').fill(review.name);
  await trustpilot.getByLabel('Stars').selectOption(review.stars);
  await trustpilot.getByLabel('Title').fill(review.title);
  await trustpilot.getByLabel('Review text').fill(review.text);
  await trustpilot.getByLabel('Reference number').fill('BL-48377');
  await trustpilot.getByRole('button', { name: 'Publish review' }).click();
  await zendesk.getByRole('link', { name: 'Tickets' }).first().click();
  await pullUntilShown(() => zendesk.getByRole('link', { name: review.title }));
  await zendesk.getByRole('link', { name: review.title }).click();
  const comment = zendesk.locator('article iframe').first().contentFrame();
  await comment.getByText(review.title).waitFor();
  for (const line of review.text.split('\n')) await comment.getByText(line).waitFor();
});

test("the agent's public reply stands on the review", async () => {
  await zendesk.getByLabel('Reply').fill(answer);
  await zendesk.getByRole('button', { name: 'Public reply' }).click();
  await zendesk.getByText('delivered', { exact: true }).waitFor();
  await trustpilot.reload();
  await reviewCard().locator('.reply').getByText(answer).waitFor();
});

test('an edit of the review arrives in the same ticket', async () => {
  await reviewCard().getByText('Edit this review').click();
  await reviewCard().getByRole('combobox', { name: 'Stars' }).selectOption('★★★★☆');
  await reviewCard().getByLabel('Review text').fill('They made up for it, and the lamp is lovely.');
  await reviewCard().getByRole('button', { name: 'Save changes' }).click();
  await pullUntilShown(() =>
    zendesk.frameLocator('article:last-of-type iframe').getByText('They made up for it'),
  );
});

test('the sidebar says to the admin where its key goes; one copy and paste brings the review', async () => {
  const sidebar = zendesk.frameLocator('.app iframe');
  await sidebar.getByText('The sidebar needs a valid key').waitFor();
  await zendesk.getByRole('link', { name: 'Channel integrations' }).click();
  await zendesk.getByRole('link', { name: 'Edit' }).click();
  const key = await (await dialogue()).getByLabel('Sidebar key', { exact: true }).inputValue();
  await zendesk.getByRole('link', { name: 'Install app' }).click();
  await zendesk.getByRole('link', { name: 'Settings' }).click();
  await zendesk.getByLabel('Sidebar key').fill(key);
  await zendesk.getByRole('button', { name: 'Update' }).click();
  await zendesk.getByText('Updated.').waitFor();
  await zendesk.getByRole('link', { name: 'Tickets' }).first().click();
  await zendesk.getByRole('link', { name: review.title }).click();
  await sidebar.getByText('4 of 5').first().waitFor();
  await sidebar.getByText(answer).waitFor();
  await takeReadmePicture(zendesk, 'ticket', { height: 1000 });
  await sidebar.getByLabel('New tag').fill('late delivery');
  await sidebar.getByRole('button', { name: 'Add', exact: true }).click();
  await sidebar.getByRole('button', { name: 'Remove late delivery' }).waitFor();
});

test('no rule was broken, and no page complained', async () => {
  await zendesk.getByRole('link', { name: 'Home' }).click();
  expect(await zendesk.locator('dt:text("Broken rules") + dd').innerText()).toMatch(/^0\b/);
  await zendesk.goto(demo.productUrl);
  await takeReadmePicture(zendesk, 'landing');
  await zendesk.getByRole('link', { name: 'Deployment health' }).click();
  await zendesk.getByText('Everything works.').waitFor();
  expect(complaints).toEqual([]);
});

const reviewCard = () => trustpilot.getByRole('article', { name: `Review by ${review.name}` });

/** The schedule reads Trustpilot every ten seconds; a person presses Pull now until it is there. */
async function pullUntilShown(find: () => { isVisible: () => Promise<boolean> }): Promise<void> {
  for (const end = Date.now() + 45_000; !(await find().isVisible());) {
    if (Date.now() > end) throw new Error(`It does not show: ${demo.output()}`);
    await zendesk.getByRole('button', { name: 'Pull now' }).click();
    await zendesk.waitForTimeout(1_000);
  }
}
