import { refusal } from './scripted-sidebar.ts';
import { aCard, colleaguesReply, earlier, failedReply, ourReply, reviewId } from './sidebar-card.ts';
import { useSidebar } from './sidebar-scene.ts';

const scene = useSidebar();

describe('the card', () => {
  test('shows the review, what is known of it, and where to go on', async () => {
    const visit = await scene.open();
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
    expect(scene.sidebar.calls).toMatchObject([
      { operation: 'card', body: { ticketId: 1, hints: { reviewIds: [reviewId] } } },
    ]);
    await visit.shot('card');
    expect(visit.complaints).toEqual([]);
  });

  test('of an edited review shows what it said before', async () => {
    scene.sidebar.card = aCard({ review: { earlier } });
    const visit = await scene.open();
    const frame = await visit.card();
    await frame.getByText(/2 earlier versions/i).click();
    await frame.getByText('Three weeks and no lamp.').waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.shot('edited');
  });

  test('copies the order reference', async () => {
    const visit = await scene.open();
    const frame = await visit.card();
    await frame.getByRole('button', { name: 'Copy' }).click();
    await frame.getByText('Copied').first().waitFor();
    await visit.page.getByLabel('Reply', { exact: true }).press('Control+v');
    expect(await visit.page.getByLabel('Reply', { exact: true }).inputValue()).toBe('BL-48377');
  });

  test('of a removed and reported review says so', async () => {
    scene.sidebar.card = aCard({
      review: {
        state: 'removed',
        report: { reasons: ['Harmful or illegal'], by: 'bluelamp.example', at: '2026-05-03T08:00:00Z' },
      },
    });
    const visit = await scene.open();
    const frame = await visit.card();
    await frame.getByText('No longer on Trustpilot').waitFor();
    await frame.getByText('Harmful or illegal').waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.shot('removed');
  });

  test("leads to the reviewer's other reviews and their tickets", async () => {
    await scene.sidebar.newTicket('r2');
    const link = 'https://www.trustpilot.com/reviews/66a1b2c3d4e5f60718293a02';
    scene.sidebar.card = aCard({
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
    const visit = await scene.open();
    const frame = await visit.card();
    await frame.getByText(/other review/).click();
    await frame.getByText('Best shop').waitFor();
    await Promise.all([
      visit.page.waitForURL(/\/tickets\/2$/),
      frame.getByRole('button', { name: 'Ticket 2' }).click(),
    ]);
  });

  test('reads again when the agent asks for it', async () => {
    const visit = await scene.open();
    const frame = await visit.card();
    scene.sidebar.card = aCard({ review: { stars: 5 } });
    await frame.getByRole('button', { name: 'Refresh' }).click();
    await frame.getByText('5 of 5').first().waitFor();
    expect(scene.sidebar.calls.at(-1)?.body).toMatchObject({ refresh: true });
  });

  test('tells an admin, and nobody else, that there is a newer app', async () => {
    scene.sidebar.card = aCard({ newestApp: '99.0.0' });
    const visit = await scene.open();
    await (await visit.card()).getByText('A newer version of this app is available.').waitFor();
    scene.sidebar.zendesk.changeAgent({ role: 'agent' });
    await visit.page.reload();
    expect(await (await visit.card()).getByText('A newer version').count()).toBe(0);
  });
});

describe('the reply', () => {
  test('that is published can be deleted, after one more question', async () => {
    scene.sidebar.card = aCard({ reply: { published: ourReply, last: null } });
    const visit = await scene.open();
    const frame = await visit.card();
    await frame.getByText(ourReply.text).waitFor();
    await visit.shot('reply-published');
    await frame.getByRole('button', { name: 'Delete our reply' }).click();
    await visit.shot('delete-question');
    expect(await visit.violations()).toEqual([]);
    await frame.getByRole('button', { name: 'Cancel' }).click();
    expect(scene.sidebar.calls.map(({ operation }) => operation)).toEqual(['card']);
    await frame.getByRole('button', { name: 'Delete our reply' }).click();
    await frame.getByRole('button', { name: 'Yes, delete' }).click();
    await frame.getByText('The reply is deleted.').first().waitFor();
    await frame.getByText('Nobody has replied yet.').waitFor();
  });

  test('that failed says why, and can be published again', async () => {
    scene.sidebar.card = aCard({ reply: { published: null, last: failedReply } });
    const visit = await scene.open();
    const frame = await visit.card();
    await frame.getByText(failedReply.reason).waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.shot('reply-failed');
    await frame.getByRole('button', { name: 'Publish again' }).click();
    await frame.getByText('Sent from Zendesk').waitFor();
    expect(await frame.getByRole('button', { name: 'Publish again' }).count()).toBe(0);
  });

  test('of a colleague is shown with its author, and cannot be deleted here', async () => {
    scene.sidebar.card = aCard({ reply: { published: colleaguesReply, last: null } });
    const visit = await scene.open();
    const frame = await visit.card();
    await frame.getByText('Signe Holm').waitFor();
    await frame.getByText('Written outside Zendesk').waitFor();
    expect(await frame.getByRole('button', { name: 'Delete our reply' }).count()).toBe(0);
    await visit.shot('reply-of-colleague');
  });

  test("that would replace a colleague's shows whose and what, and goes out at the second submit", async () => {
    scene.sidebar.card = aCard({ reply: { published: colleaguesReply, last: null } });
    const visit = await scene.open();
    const frame = await visit.card();
    await visit.write('Sorry, Mette!');
    await frame.getByText('It would replace the reply that stands on Trustpilot:').waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.shot('replaces');
    await visit.submit();
    await visit.page.getByRole('alert').getByText('the reply by Signe Holm').waitFor();
    expect(scene.sidebar.publicReplies).toBe(0);
    await visit.submit();
    await visit.page.getByText('delivered', { exact: true }).waitFor();
    expect(scene.sidebar.publicReplies).toBe(1);
  });

  test('that is too long is stopped with its length; as an internal note it is not', async () => {
    scene.sidebar.card = aCard({ replyMaxCharacters: 40 });
    const visit = await scene.open();
    await visit.card();
    await visit.write('This reply is certainly longer than forty characters.');
    await visit.submit();
    await visit.page
      .getByRole('alert')
      .getByText('The reply has 53 characters; Trustpilot gets at most 40.')
      .waitFor();
    await visit.shot('too-long');
    expect(scene.sidebar.publicReplies).toBe(0);
    await visit.write('This reply is certainly longer than forty characters.', 'Internal');
    await visit.submit();
    await visit.page.locator('article.note').waitFor();
    expect(scene.sidebar.publicReplies).toBe(0);
  });

  test('with personal data in it is warned of while it is written, not stopped', async () => {
    const visit = await scene.open();
    const frame = await visit.card();
    await visit.write('Write to mette@mail.example about BL-48377.');
    await frame.getByText('The reply holds an e-mail address').waitFor();
    await frame.getByText('The reply holds “BL-48377”').waitFor();
    await visit.shot('hints');
    await visit.submit();
    await visit.page.getByText('delivered', { exact: true }).waitFor();
  });

  test('shows up in the card by itself after the submit', async () => {
    const visit = await scene.open();
    const frame = await visit.card();
    await visit.write(ourReply.text);
    await visit.submit();
    await visit.page.getByText('delivered', { exact: true }).waitFor();
    scene.sidebar.card = aCard({ reply: { published: ourReply, last: null } });
    await frame.getByText('Sent from Zendesk').waitFor();
  });
});

describe('tags', () => {
  test('are added, suggested, removed; the same twice asks nobody', async () => {
    const visit = await scene.open();
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
    expect(scene.sidebar.card.tags).toEqual(['second delivery', 'refund']);
    expect(scene.sidebar.calls.filter(({ operation }) => operation === 'tags')).toHaveLength(3);
  });

  test('a double click is one call', async () => {
    const visit = await scene.open();
    const frame = await visit.card();
    scene.sidebar.answer = () => ({ body: scene.sidebar.card, delayMs: 300 });
    await frame.getByRole('button', { name: 'Add refund' }).dblclick();
    await frame.getByText('Tag refund added').first().waitFor();
    expect(scene.sidebar.calls.filter(({ operation }) => operation === 'tags')).toHaveLength(1);
  });

  test('a refusal of Trustpilot stands in its own words, and what was typed stays', async () => {
    const visit = await scene.open();
    const frame = await visit.card();
    scene.sidebar.answer = (operation) =>
      operation === 'tags' ? refusal(422, 'refused', 'Trustpilot takes at most 10 tags.') : undefined;
    await frame.getByLabel('New tag').fill('eleventh');
    await frame.getByRole('button', { name: 'Add', exact: true }).click();
    await frame.getByText('Trustpilot takes at most 10 tags.').first().waitFor();
    expect(await frame.getByLabel('New tag').inputValue()).toBe('eleventh');
  });
});

describe('Find Reviewer', () => {
  test('sends a message and shows what came of it', async () => {
    const visit = await scene.open();
    const frame = await visit.card();
    await frame.getByRole('button', { name: 'Find Reviewer' }).click();
    await frame.getByLabel('Message').fill('Which order was it?');
    expect(await visit.violations()).toEqual([]);
    await visit.shot('find-reviewer');
    await frame.getByRole('button', { name: 'Send' }).click();
    await frame.getByText('Waiting for an answer').waitFor();
    scene.sidebar.card = aCard({
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
    scene.sidebar.card = aCard({ findReviewer: { isEligible: false, requests: [] } });
    const visit = await scene.open();
    const frame = await visit.card();
    await frame.getByText('Trustpilot does not offer to find this reviewer.').waitFor();
    expect(await frame.getByRole('button', { name: 'Find Reviewer' }).count()).toBe(0);
  });
});

describe('without a card', () => {
  test('a ticket that is not ours gets one line and asks nobody', async () => {
    const { id } = scene.sidebar.zendesk.addEmailTicket({
      subject: 'Opening hours',
      text: 'When do you open?',
    });
    const visit = await scene.open({ ticketId: id });
    const frame = await visit.frame();
    await frame.getByText('This ticket is not a Trustpilot review.').waitFor();
    expect(scene.sidebar.calls).toEqual([]);
    await visit.page.waitForTimeout(200);
    const height = await visit.page
      .locator('.app iframe')
      .evaluate(({ offsetHeight }: { offsetHeight: number }) => offsetHeight);
    expect(height).toBeLessThan(60);
    expect(await visit.violations()).toEqual([]);
    await visit.shot('foreign');
  });

  test.each([
    ['no key yet', (): void => scene.sidebar.zendesk.changeAppSettings({ settings: { sidebar_key: '' } })],
    [
      'a wrong key',
      (): void => scene.sidebar.zendesk.changeAppSettings({ settings: { sidebar_key: 'tps_wrong' } }),
    ],
  ])('%s: an admin learns where it goes, an agent whom to ask', async (what, spoil) => {
    spoil();
    const visit = await scene.open();
    const frame = await visit.frame();
    await frame.getByRole('heading', { name: 'The sidebar needs a valid key' }).waitFor();
    await frame.getByText('Copy the key from your account').waitFor();
    await frame.getByText('Trustpilot service reviews > Sidebar key').waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.shot(`${what.replaceAll(' ', '-')}-admin`);
    scene.sidebar.zendesk.changeAgent({ role: 'agent' });
    await visit.page.reload();
    await (await visit.frame()).getByText('Ask an admin of your Zendesk to enter it.').waitFor();
    await visit.shot(`${what.replaceAll(' ', '-')}-agent`);
  });

  test('a key that is revoked while the card is open takes the card away', async () => {
    const visit = await scene.open();
    const frame = await visit.card();
    scene.sidebar.key = 'tps_another';
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
    scene.sidebar.zendesk.setBadDay(badDay);
    const visit = await scene.open();
    const frame = await visit.frame();
    await frame.getByText('The service does not answer.').waitFor();
    expect(await visit.violations()).toEqual([]);
    if (what === '503') await visit.shot('no-service');
    scene.sidebar.zendesk.setGoodDay();
    await frame.getByRole('button', { name: 'Try again' }).click();
    await frame.getByRole('heading', { name: 'A week late' }).waitFor();
  });

  test('HTML that Zendesk passes on as text is no card either', async () => {
    scene.sidebar.zendesk.behaviour.notJson = 'is passed on as text';
    scene.sidebar.zendesk.setBadDay({ sidebarAnswers: 'HTML' });
    const visit = await scene.open();
    await (await visit.frame()).getByText('The service does not answer.').waitFor();
  });

  test('a review that is nobody’s here', async () => {
    scene.sidebar.answer = () => refusal(404, 'not-found');
    const visit = await scene.open();
    await (
      await visit.frame()
    )
      .getByText('No review of your connected domains belongs to this ticket.')
      .waitFor();
  });

  test('a service that takes 20 seconds is given up, and a submit waits for none of it', async () => {
    scene.sidebar.zendesk.setBadDay({ sidebarDelayMs: 20_000 });
    const visit = await scene.open();
    const frame = await visit.frame();
    await frame.getByText('Loading …').waitFor();
    await visit.write('Sorry!');
    await visit.submit();
    await visit.page.getByText('delivered', { exact: true }).waitFor();
    await frame.getByText('The service does not answer.').waitFor({ timeout: 20_000 });
  });
});
