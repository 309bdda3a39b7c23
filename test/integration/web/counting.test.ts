import { startWebWorld, type WebWorld } from '../../support/web-world.ts';
import { bluelamp, bluelampSe, errorsOf, openForm, submitting } from './admin.ts';

/* "Sync unanswered reviews": what the dialogue counts before an admin starts it, and when it asks twice. */

let world: WebWorld;
beforeEach(async () => {
  world = await startWebWorld();
  world.trustpilot.setSwitches({ consent: 'allow' });
});
afterEach(() => world.close());

const reviews = (count: number, domain: string, daysAgo: number) =>
  world.trustpilot.createReviews(
    Array.from({ length: count }, (_, index) => ({
      domain,
      createdAt: world.nowMs() - daysAgo * 86_400_000 - index * 1000,
    })),
  );

test('the count costs at most 6 calls a domain and answers all periods', async () => {
  reviews(3, 'bluelamp.example', 0.5);
  reviews(10, 'bluelamp.example', 20);
  reviews(800, 'bluelamp.example', 60);
  const browser = await openForm(world);
  world.trustpilot.forgetCalls();
  const count = async (period: string) => {
    await browser.submit({ values: { domain: [bluelamp], period }, button: 'Count' });
    return /<ul class="counts">[\s\S]*?<\/ul>/
      .exec(browser.page.html)?.[0]
      .replaceAll(/<[^>]+>|\s+/g, ' ')
      .trim();
  };
  expect(await count('24h')).toContain('3 unanswered reviews');
  expect(await count('30d')).toContain('13 unanswered reviews');
  expect(await count('90d')).toContain('more than 500 unanswered reviews');
  expect(await count('12m')).toContain('more than 500 unanswered reviews');
  expect(world.trustpilot.calls().length).toBe(6);
});

test('up to 1,000 need no confirmation, though only 500 of them are counted', async () => {
  reviews(700, 'bluelamp.example', 2);
  const browser = await openForm(world);
  world.trustpilot.forgetCalls();
  await browser.submit({
    values: { domain: [bluelamp], backfill: ['on'], period: '30d' },
    button: 'Count',
  });
  expect(world.trustpilot.calls().length).toBe(6);
  expect(browser.page.html).toContain('more than 500 unanswered reviews');
  expect(browser.page.html).not.toContain('confirm_many');
  await browser.submit({ button: 'Submit' });
  expect(browser.account).toBeDefined();
});

test('of the period: what is older than it does not count', async () => {
  reviews(900, 'bluelamp.example', 2);
  reviews(300, 'bluelamp.example', 60);
  const browser = await openForm(world);
  const asks = async (period: string) => {
    await browser.submit({ values: { domain: [bluelamp], backfill: ['on'], period }, button: 'Count' });
    return browser.page.html.includes('name="confirm_many"');
  };
  expect(await asks('30d')).toBe(false);
  expect(await asks('90d')).toBe(true);
});

test('two domains that may have over 1,000 together have to be confirmed', async () => {
  reviews(600, 'bluelamp.example', 2);
  reviews(450, 'bluelamp.se', 2);
  const browser = await openForm(world);
  await browser.submit(submitting({ domain: [bluelamp, bluelampSe], backfill: ['on'], period: '30d' }));
  expect(errorsOf(browser.page)).toEqual([expect.stringContaining('confirm_many: Tick the box')]);
});

test('more than 1,000 have to be confirmed', async () => {
  reviews(1001, 'bluelamp.example', 2);
  const browser = await openForm(world);
  await browser.submit(submitting({ domain: [bluelamp], backfill: ['on'], period: '30d' }));
  expect(errorsOf(browser.page)).toEqual([expect.stringContaining('confirm_many: Tick the box')]);
  await browser.submit(submitting({ confirm_many: ['on'] }));
  expect(browser.account).toBeDefined();
  const [stored] = await world.storedAccounts();
  expect(stored?.settings.backfill).toMatchObject({
    on: true,
    period: '30d',
    requestedAtMs: stored?.createdAtMs,
  });
});

test('a few need no confirmation; filters count', async () => {
  reviews(4, 'bluelamp.example', 2);
  const browser = await openForm(world);
  await browser.submit({ values: { domain: [bluelamp], stars: ['1'] }, button: 'Count' });
  expect(browser.page.html).toContain('0 unanswered reviews');
  await browser.submit(submitting({ backfill: ['on'] }));
  expect(browser.account).toBeDefined();
});
