import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { refusal, ScriptedSidebar } from './scripted-sidebar.ts';
import { aCard, colleaguesReply, failedReply, ourReply, reviewId } from './sidebar-card.ts';
import { SidebarVisit } from './sidebar-visit.ts';

let browser: Browser;
let sidebar: ScriptedSidebar;
let visits: SidebarVisit[];
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  visits = [];
  sidebar = await ScriptedSidebar.start();
});
afterEach(async () => {
  await Promise.all(visits.map((visit) => visit.close()));
  await sidebar.close();
});

async function open(look: { ticketId?: number; width?: number } = {}): Promise<SidebarVisit> {
  const visit = await SidebarVisit.open(browser, sidebar.zendesk, look);
  visits.push(visit);
  return visit;
}

const earlier = [
  { stars: 1, title: 'Never came', text: 'Three weeks and no lamp.', at: '2026-04-28T09:30:00Z' },
  { stars: 1, title: null, text: null, at: '2026-04-27T09:30:00Z' },
];

describe('the card', () => {
  test('shows the review, what is known of it, and where to go on', async () => {
    const visit = await open();
    const frame = await visit.card();
    await frame.getByText('2 of 5').first().waitFor();
    await frame.getByRole('heading', { name: 'A week late' }).waitFor();
    await frame.getByText('Who pays the second delivery?').waitFor();
    for (const fact of [
      'Mette Krogh',
      'Verified',
      'By invitation',
      'BL-48377',
      'English',
      'bluelamp.example',
    ])
      await frame.getByText(fact).first().waitFor();
    for (const name of [
      'Open on Trustpilot',
      'Open in Trustpilot Business',
      'Report at Trustpilot',
      'Share',
    ]) {
      const link = frame.getByRole('link', { name });
      expect(await link.getAttribute('href')).toContain(reviewId);
      expect(await link.getAttribute('target')).toBe('_blank');
      expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    }
    expect(sidebar.calls).toMatchObject([
      { operation: 'card', body: { ticketId: 1, hints: { reviewIds: [reviewId] } } },
    ]);
    await visit.shot('card');
    expect(visit.complaints).toEqual([]);
  });

  test('of an edited review shows what it said before', async () => {
    sidebar.card = aCard({ review: { earlier } });
    const visit = await open();
    const frame = await visit.card();
    await frame.getByText(/2 earlier versions/i).click();
    await frame.getByText('Three weeks and no lamp.').waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.shot('edited');
  });

  test('copies the order reference', async () => {
    const visit = await open();
    const frame = await visit.card();
    await frame.getByRole('button', { name: 'Copy' }).click();
    await frame.getByText('Copied').first().waitFor();
    await visit.page.getByLabel('Reply', { exact: true }).press('Control+v');
    expect(await visit.page.getByLabel('Reply', { exact: true }).inputValue()).toBe('BL-48377');
  });

  test('of a removed and reported review says so', async () => {
    sidebar.card = aCard({
      review: {
        state: 'removed',
        report: { reasons: ['Harmful or illegal'], by: 'bluelamp.example', at: '2026-05-03T08:00:00Z' },
      },
    });
    const visit = await open();
    const frame = await visit.card();
    await frame.getByText('No longer on Trustpilot').waitFor();
    await frame.getByText('Harmful or illegal').waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.shot('removed');
  });

  test("leads to the reviewer's other reviews and their tickets", async () => {
    await sidebar.newTicket('r2');
    const link = 'https://www.trustpilot.com/reviews/66a1b2c3d4e5f60718293a02';
    sidebar.card = aCard({
      otherReviews: [
        {
          id: '66a1b2c3d4e5f60718293a02',
          domain: 'bluelamp.se',
          stars: 5,
          title: 'Best shop',
          at: '2025-05-01T09:30:00Z',
          ticketId: 2,
          link,
        },
      ],
    });
    const visit = await open();
    const frame = await visit.card();
    await frame.getByText(/other review/).click();
    await frame.getByText('Best shop').waitFor();
    await Promise.all([
      visit.page.waitForURL(/\/tickets\/2$/),
      frame.getByRole('button', { name: 'Ticket 2' }).click(),
    ]);
  });

  test('reads again when the agent asks for it', async () => {
    const visit = await open();
    const frame = await visit.card();
    sidebar.card = aCard({ review: { stars: 5 } });
    await frame.getByRole('button', { name: 'Refresh' }).click();
    await frame.getByText('5 of 5').first().waitFor();
    expect(sidebar.calls.at(-1)?.body).toMatchObject({ refresh: true });
  });

  test('tells an admin, and nobody else, that there is a newer app', async () => {
    sidebar.card = aCard({ newestApp: '99.0.0' });
    const visit = await open();
    await (await visit.card()).getByText('A newer version of this app is available.').waitFor();
    sidebar.zendesk.changeAgent({ role: 'agent' });
    await visit.page.reload();
    expect(await (await visit.card()).getByText('A newer version').count()).toBe(0);
  });
});

describe('the reply', () => {
  test('that is published can be deleted, after one more question', async () => {
    sidebar.card = aCard({ reply: { published: ourReply, last: null } });
    const visit = await open();
    const frame = await visit.card();
    await frame.getByText(ourReply.text).waitFor();
    await visit.shot('reply-published');
    await frame.getByRole('button', { name: 'Delete our reply' }).click();
    await visit.shot('delete-question');
    expect(await visit.violations()).toEqual([]);
    await frame.getByRole('button', { name: 'Cancel' }).click();
    expect(sidebar.calls.map(({ operation }) => operation)).toEqual(['card']);
    await frame.getByRole('button', { name: 'Delete our reply' }).click();
    await frame.getByRole('button', { name: 'Yes, delete' }).click();
    await frame.getByText('The reply is deleted.').first().waitFor();
    await frame.getByText('Nobody has replied yet.').waitFor();
  });

  test('that failed says why, and can be published again', async () => {
    sidebar.card = aCard({ reply: { published: null, last: failedReply } });
    const visit = await open();
    const frame = await visit.card();
    await frame.getByText(failedReply.reason).waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.shot('reply-failed');
    await frame.getByRole('button', { name: 'Publish again' }).click();
    await frame.getByText('Sent from Zendesk').waitFor();
    expect(await frame.getByRole('button', { name: 'Publish again' }).count()).toBe(0);
  });

  test('of a colleague is shown with its author, and cannot be deleted here', async () => {
    sidebar.card = aCard({ reply: { published: colleaguesReply, last: null } });
    const visit = await open();
    const frame = await visit.card();
    await frame.getByText('Signe Holm').waitFor();
    await frame.getByText('Written outside Zendesk').waitFor();
    expect(await frame.getByRole('button', { name: 'Delete our reply' }).count()).toBe(0);
    await visit.shot('reply-of-colleague');
  });

  test("that would replace a colleague's shows whose and what, and goes out at the second submit", async () => {
    sidebar.card = aCard({ reply: { published: colleaguesReply, last: null } });
    const visit = await open();
    const frame = await visit.card();
    await visit.write('Sorry, Mette!');
    await frame.getByText('It would replace the reply that stands on Trustpilot:').waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.shot('replaces');
    await visit.submit();
    await visit.page.getByRole('alert').getByText('the reply by Signe Holm').waitFor();
    expect(sidebar.publicReplies).toBe(0);
    await visit.submit();
    await visit.page.getByText('delivered', { exact: true }).waitFor();
    expect(sidebar.publicReplies).toBe(1);
  });

  test('that is too long is stopped with its length; as an internal note it is not', async () => {
    sidebar.card = aCard({ replyMaxCharacters: 40 });
    const visit = await open();
    await visit.card();
    await visit.write('This reply is certainly longer than forty characters.');
    await visit.submit();
    await visit.page
      .getByRole('alert')
      .getByText('The reply has 53 characters; Trustpilot gets at most 40.')
      .waitFor();
    await visit.shot('too-long');
    expect(sidebar.publicReplies).toBe(0);
    await visit.write('This reply is certainly longer than forty characters.', 'Internal');
    await visit.submit();
    await visit.page.locator('article.note').waitFor();
    expect(sidebar.publicReplies).toBe(0);
  });

  test('with personal data in it is warned of while it is written, not stopped', async () => {
    const visit = await open();
    const frame = await visit.card();
    await visit.write('Write to mette@mail.example about BL-48377.');
    await frame.getByText('The reply holds an e-mail address').waitFor();
    await frame.getByText('The reply holds “BL-48377”').waitFor();
    await visit.shot('hints');
    await visit.submit();
    await visit.page.getByText('delivered', { exact: true }).waitFor();
  });

  test('shows up in the card by itself after the submit', async () => {
    const visit = await open();
    const frame = await visit.card();
    await visit.write(ourReply.text);
    await visit.submit();
    await visit.page.getByText('delivered', { exact: true }).waitFor();
    sidebar.card = aCard({ reply: { published: ourReply, last: null } });
    await frame.getByText('Sent from Zendesk').waitFor();
  });
});

describe('tags', () => {
  test('are added, suggested, removed; the same twice asks nobody', async () => {
    const visit = await open();
    const frame = await visit.card();
    await frame.getByLabel('New tag').fill('second delivery');
    await frame.getByRole('button', { name: 'Add', exact: true }).click();
    await frame.getByText('Tag second delivery added').first().waitFor();
    await frame.getByLabel('New tag').fill('second delivery');
    await frame.getByLabel('New tag').press('Enter');
    await frame.getByText('The review already has this tag.').first().waitFor();
    await frame.getByRole('button', { name: 'Add refund' }).click();
    await frame.getByText('Tag refund added').first().waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.shot('tags');
    await frame.getByRole('button', { name: 'Remove late delivery' }).click();
    await frame.getByText('Tag late delivery removed').first().waitFor();
    expect(sidebar.card.tags).toEqual(['second delivery', 'refund']);
    expect(sidebar.calls.filter(({ operation }) => operation === 'tags')).toHaveLength(3);
  });

  test('a double click is one call', async () => {
    const visit = await open();
    const frame = await visit.card();
    sidebar.answer = () => ({ body: sidebar.card, delayMs: 300 });
    await frame.getByRole('button', { name: 'Add refund' }).dblclick();
    await frame.getByText('Tag refund added').first().waitFor();
    expect(sidebar.calls.filter(({ operation }) => operation === 'tags')).toHaveLength(1);
  });

  test('a refusal of Trustpilot stands in its own words, and what was typed stays', async () => {
    const visit = await open();
    const frame = await visit.card();
    sidebar.answer = (operation) =>
      operation === 'tags' ? refusal(422, 'refused', 'Trustpilot takes at most 10 tags.') : undefined;
    await frame.getByLabel('New tag').fill('eleventh');
    await frame.getByRole('button', { name: 'Add', exact: true }).click();
    await frame.getByText('Trustpilot takes at most 10 tags.').first().waitFor();
    expect(await frame.getByLabel('New tag').inputValue()).toBe('eleventh');
  });
});

describe('Find Reviewer', () => {
  test('sends a message and shows what came of it', async () => {
    const visit = await open();
    const frame = await visit.card();
    await frame.getByRole('button', { name: 'Find Reviewer' }).click();
    await frame.getByLabel('Message').fill('Which order was it?');
    expect(await visit.violations()).toEqual([]);
    await visit.shot('find-reviewer');
    await frame.getByRole('button', { name: 'Send' }).click();
    await frame.getByText('Waiting for an answer').waitFor();
    sidebar.card = aCard({
      findReviewer: {
        isEligible: false,
        requests: [
          {
            status: 'accepted',
            at: '2026-05-04T09:30:00Z',
            message: 'Which order was it?',
            answer: { name: 'Mette Krogh', email: 'mette@mail.example', referenceId: 'BL-48377' },
          },
        ],
      },
    });
    await frame.getByRole('button', { name: 'Refresh' }).click();
    await frame.getByText('mette@mail.example').waitFor();
    await visit.shot('find-reviewer-answered');
  });

  test('is not offered where Trustpilot does not', async () => {
    sidebar.card = aCard({ findReviewer: { isEligible: false, requests: [] } });
    const visit = await open();
    const frame = await visit.card();
    await frame.getByText('Trustpilot does not offer to find this reviewer.').waitFor();
    expect(await frame.getByRole('button', { name: 'Find Reviewer' }).count()).toBe(0);
  });
});

describe('without a card', () => {
  test('a ticket that is not ours gets one line and asks nobody', async () => {
    const { id } = sidebar.zendesk.addEmailTicket({ subject: 'Opening hours', text: 'When do you open?' });
    const visit = await open({ ticketId: id });
    const frame = await visit.frame();
    await frame.getByText('This ticket is not a Trustpilot review.').waitFor();
    expect(sidebar.calls).toEqual([]);
    await visit.page.waitForTimeout(200);
    const height = await visit.page
      .locator('.app iframe')
      .evaluate(({ offsetHeight }: { offsetHeight: number }) => offsetHeight);
    expect(height).toBeLessThan(60);
    expect(await visit.violations()).toEqual([]);
    await visit.shot('foreign');
  });

  test.each([
    ['no key yet', (): void => sidebar.zendesk.changeAppSettings({ settings: { sidebar_key: '' } })],
    [
      'a wrong key',
      (): void => sidebar.zendesk.changeAppSettings({ settings: { sidebar_key: 'tps_wrong' } }),
    ],
  ])('%s: an admin learns where it goes, an agent whom to ask', async (what, spoil) => {
    spoil();
    const visit = await open();
    const frame = await visit.frame();
    await frame.getByRole('heading', { name: 'The sidebar needs a valid key' }).waitFor();
    await frame.getByText('Copy the key from your account').waitFor();
    await frame.getByText('Trustpilot service reviews > Sidebar key').waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.shot(`${what.replaceAll(' ', '-')}-admin`);
    sidebar.zendesk.changeAgent({ role: 'agent' });
    await visit.page.reload();
    await (await visit.frame()).getByText('Ask an admin of your Zendesk to enter it.').waitFor();
    await visit.shot(`${what.replaceAll(' ', '-')}-agent`);
  });

  test('a key that is revoked while the card is open takes the card away', async () => {
    const visit = await open();
    const frame = await visit.card();
    sidebar.key = 'tps_another';
    await frame.getByRole('button', { name: 'Add refund' }).click();
    await frame.getByRole('heading', { name: 'The sidebar needs a valid key' }).waitFor();
    expect(await frame.getByText('Mette Krogh').count()).toBe(0);
  });

  test.each([
    ['503', { sidebarAnswers: '503' }],
    ['HTML instead of JSON', { sidebarAnswers: 'HTML' }],
    ['nobody', { sidebarAnswers: 'nobody there' }],
    ['429 without a word', { sidebarAnswers: '429' }],
  ] as const)('%s: a sentence and Try again, which works', async (what, badDay) => {
    sidebar.zendesk.setBadDay(badDay);
    const visit = await open();
    const frame = await visit.frame();
    await frame.getByText('The service does not answer.').waitFor();
    expect(await visit.violations()).toEqual([]);
    if (what === '503') await visit.shot('no-service');
    sidebar.zendesk.setGoodDay();
    await frame.getByRole('button', { name: 'Try again' }).click();
    await frame.getByRole('heading', { name: 'A week late' }).waitFor();
  });

  test('HTML that Zendesk passes on as text is no card either', async () => {
    sidebar.zendesk.behaviour.notJson = 'is passed on as text';
    sidebar.zendesk.setBadDay({ sidebarAnswers: 'HTML' });
    const visit = await open();
    await (await visit.frame()).getByText('The service does not answer.').waitFor();
  });

  test('a review that is nobody’s here', async () => {
    sidebar.answer = () => refusal(404, 'not-found');
    const visit = await open();
    await (
      await visit.frame()
    )
      .getByText('No review of your connected domains belongs to this ticket.')
      .waitFor();
  });

  test('a service that takes 20 seconds is given up, and a submit waits for none of it', async () => {
    sidebar.zendesk.setBadDay({ sidebarDelayMs: 20_000 });
    const visit = await open();
    const frame = await visit.frame();
    await frame.getByText('Loading …').waitFor();
    await visit.write('Sorry!');
    await visit.submit();
    await visit.page.getByText('delivered', { exact: true }).waitFor();
    await frame.getByText('The service does not answer.').waitFor({ timeout: 20_000 });
  });
});

describe('the look', () => {
  const full = aCard({ review: { earlier }, reply: { published: ourReply, last: failedReply } });

  describe.each([300, 600])('%i px wide', (width) => {
    test.each(['light', 'dark'] as const)('%s: accessible, and nothing is cut off', async (colorScheme) => {
      sidebar.card = full;
      sidebar.zendesk.changeAgent({ colorScheme });
      const visit = await open({ width });
      const frame = await visit.card();
      expect(await frame.evaluate('document.documentElement.dataset.colorScheme')).toBe(colorScheme);
      expect(await frame.evaluate('window.innerWidth')).toBe(width);
      expect(await visit.violations()).toEqual([]);
      expect(await visit.overflows()).toBe(false);
      await visit.shot(`${width}-${colorScheme}`);
    });
  });

  test('the colours change with Zendesk’s while the card is open', async () => {
    const visit = await open();
    const frame = await visit.card();
    const ground = () => frame.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await ground();
    await visit.page.getByLabel('Colours').selectOption('dark');
    // Playwright's waitForFunction evaluates a text in the page, which the page's policy forbids.
    await frame.locator('html[data-color-scheme="dark"]').waitFor();
    expect(await ground()).not.toBe(light);
    expect(await visit.violations()).toEqual([]);
  });

  test.each([
    ['sv', 'Hitta recensenten', 'av 5'],
    ['de', '', 'von 5'],
    ['fi', '', '/5'],
    ['pt-BR', '', 'de 5'],
    ['ja', 'Find Reviewer', 'of 5'],
  ])('in the agent’s language: %s', async (locale, button, stars) => {
    sidebar.card = full;
    sidebar.zendesk.changeAgent({ locale });
    const visit = await open({ width: 300 });
    const frame = await visit.card();
    const language = locale === 'ja' ? 'en' : locale.slice(0, 2);
    expect(await frame.evaluate('document.documentElement.lang')).toBe(language);
    await frame.getByText(stars).first().waitFor();
    if (button !== '') await frame.getByRole('button', { name: button }).waitFor();
    expect(await frame.locator('.written').first().getAttribute('lang')).toBe('en');
    expect(await visit.violations()).toEqual([]);
    expect(await visit.overflows()).toBe(false);
    await visit.shot(`in-${language}`);
  });
});

test('the pictures of the README', async () => {
  sidebar.card = aCard({
    review: { earlier: earlier.slice(0, 1) },
    reply: { published: ourReply, last: null },
    tags: ['late delivery', 'refund'],
    suggestedTags: [],
    findReviewer: null,
  });
  const light = await open();
  await (await light.card()).getByText('Sent from Zendesk').waitFor();
  await light.shot('readme/sidebar-card');
  sidebar.card = aCard({
    review: { experiencedAt: null, language: null },
    reply: { published: colleaguesReply, last: null },
    suggestedTags: [],
    findReviewer: null,
  });
  sidebar.zendesk.changeAgent({ colorScheme: 'dark' });
  const dark = await open();
  await dark.card();
  await dark.write('Sorry, Mette! We send the refund to mette@mail.example.');
  await (await dark.frame()).getByText('The reply holds an e-mail address').waitFor();
  await dark.shot('readme/sidebar-writing');
});

test('keyboard only: a tag, a deletion, the way back', async () => {
  sidebar.card = aCard({ reply: { published: ourReply, last: null } });
  const visit = await open();
  const frame = await visit.card();
  const { keyboard } = visit.page;
  const focusOn = async (found: string) => {
    for (let presses = 0; presses < 60; presses += 1) {
      if (await frame.evaluate(`document.activeElement?.matches(${JSON.stringify(found)})`)) return;
      await keyboard.press('Tab');
    }
    throw new Error(`Tab never reached ${found}`);
  };
  await visit.page.getByRole('button', { name: 'Reload' }).focus();
  await focusOn('#delete-reply');
  await keyboard.press('Enter');
  // The harmless button has the focus: a second Enter deletes nothing.
  expect(await frame.evaluate('document.activeElement.id')).toBe('delete-cancel');
  await keyboard.press('Escape');
  expect(await frame.evaluate('document.activeElement.id')).toBe('delete-reply');
  await focusOn('#new-tag');
  await keyboard.type('refund');
  await keyboard.press('Enter');
  await frame.getByText('Tag refund added').first().waitFor();
  expect(await frame.evaluate('document.activeElement.id')).toBe('new-tag');
  await keyboard.press('Shift+Tab');
  expect(await frame.evaluate('document.activeElement.id')).toBe('remove-tag-refund');
  await keyboard.press('Enter');
  await frame.getByText('Tag refund removed').first().waitFor();
  expect(await frame.evaluate('document.activeElement !== document.body')).toBe(true);
  expect(visit.complaints).toEqual([]);
});

test('hostile text is text: nothing of it runs, loads or leaves its place', async () => {
  const evil =
    "\"><img src=x onerror=\"parent.postMessage('owned','*');window.owned=1\"><script>window.owned=1</script><style>*{display:none}</style>{{setting.sidebar_key}}";
  const link = 'https://www.trustpilot.com/reviews/66a1b2c3d4e5f60718293a02';
  sidebar.card = aCard({
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
  const visit = await open({ width: 300 });
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
  const visit = await open();
  const frame = await visit.card();
  await frame.getByRole('button', { name: 'Add refund' }).click();
  await frame.getByText('Tag refund added').first().waitFor();
  const files = visit.requests.map((url) => new URL(url).pathname.split('/').at(-1));
  expect(files.toSorted()).toEqual(['sidebar.css', 'sidebar.html', 'sidebar.js', 'zaf_sdk.min.js']);
  for (const url of visit.requests) expect(url.startsWith(sidebar.zendesk.assetUrl)).toBe(true);
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
  await sidebar.newTicket('r2');
  sidebar.answer = (_operation, { ticketId }) =>
    ticketId === 2 ? { body: aCard({ review: { title: 'The second one' } }) } : undefined;
  const [first, second] = [await open(), await open({ ticketId: 2 })];
  await (await first.card()).getByRole('heading', { name: 'A week late' }).waitFor();
  await (await second.card()).getByRole('heading', { name: 'The second one' }).waitFor();
  await (await first.card()).getByRole('button', { name: 'Add refund' }).click();
  await (await first.card()).getByText('Tag refund added').first().waitFor();
  expect(await (await second.card()).getByText('Tag refund added').count()).toBe(0);
});

test('a frame that is loaded anew in the middle of a call begins anew', async () => {
  sidebar.answer = (operation) => (operation === 'tags' ? { body: sidebar.card, delayMs: 600 } : undefined);
  const visit = await open();
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
  sidebar.zendesk.changeAppSettings({ restrictions: { roles: ['agent'], groups: ['Reviews'] } });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${sidebar.zendesk.url}/tickets/1`);
  expect(await page.locator('.app').count()).toBe(0);
  await page.getByLabel('Reply', { exact: true }).fill('Sorry!');
  await page.getByRole('button', { name: 'Public reply' }).click();
  await page.getByText('delivered', { exact: true }).waitFor();
  await context.close();
});
