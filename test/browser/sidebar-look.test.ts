import { aCard, colleaguesReply, earlier, failedReply, ourReply } from './sidebar-card.ts';
import { useSidebar } from './sidebar-scene.ts';

const scene = useSidebar();

describe('the look', () => {
  const full = aCard({ review: { earlier }, reply: { published: ourReply, last: failedReply } });

  describe.each([300, 600])('%i px wide', (width) => {
    test.each(['light', 'dark'] as const)('%s: accessible, and nothing is cut off', async (colorScheme) => {
      scene.sidebar.card = full;
      scene.sidebar.zendesk.changeAgent({ colorScheme });
      const visit = await scene.open({ width });
      const frame = await visit.card();
      expect(await frame.evaluate('document.documentElement.dataset.colorScheme')).toBe(colorScheme);
      expect(await frame.evaluate('window.innerWidth')).toBe(width);
      expect(await visit.violations()).toEqual([]);
      expect(await visit.overflows()).toBe(false);
      await visit.shot(`${width}-${colorScheme}`);
    });
  });

  test('the colours change with Zendesk’s while the card is open', async () => {
    const visit = await scene.open();
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
    scene.sidebar.card = full;
    scene.sidebar.zendesk.changeAgent({ locale });
    const visit = await scene.open({ width: 300 });
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
  scene.sidebar.card = aCard({
    review: { earlier: earlier.slice(0, 1) },
    reply: { published: ourReply, last: null },
    tags: ['late delivery', 'refund'],
    suggestedTags: [],
    findReviewer: null,
  });
  const light = await scene.open();
  await (await light.card()).getByText('Sent from Zendesk').waitFor();
  await light.shot('readme/sidebar-card');
  scene.sidebar.card = aCard({
    review: { experiencedAt: null, language: null },
    reply: { published: colleaguesReply, last: null },
    suggestedTags: [],
    findReviewer: null,
  });
  scene.sidebar.zendesk.changeAgent({ colorScheme: 'dark' });
  const dark = await scene.open();
  await dark.card();
  await dark.write('Sorry, Mette! We send the refund to mette@mail.example.');
  await (await dark.frame()).getByText('The reply holds an e-mail address').waitFor();
  await dark.shot('readme/sidebar-writing');
});

test('keyboard only: a tag, a deletion, the way back', async () => {
  scene.sidebar.card = aCard({ reply: { published: ourReply, last: null } });
  const visit = await scene.open();
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
