import { cutNotice } from '../../../lambdas/core/ticket/paragraphs.ts';
import type { ReviewDraft } from '../../simulators/trustpilot/review-draft.ts';
import {
  expectOneTicketEach,
  minuteMs,
  pullAll,
  threadOf,
  ticketsOf,
  useWorld,
  type Connected,
} from './setup.ts';

const theWorld = useWorld();

/** Poll, worker and pulls for the given reviews; the first comment of each ticket. */
async function arrive(drafts: readonly ReviewDraft[], account?: Connected) {
  const world = theWorld();
  const to = account ?? (await world.connect());
  const reviews = world.trustpilot.createReviews(drafts);
  await world.poll();
  await pullAll(world, to);
  expectOneTicketEach(world, to, reviews);
  return reviews.map((review) => {
    const ticket = world.zendesk.ticketOf(threadOf(to, review));
    const comment = ticket?.comments[0];
    if (ticket === undefined || comment === undefined) throw new Error('The ticket has no comment.');
    return { review, ticket, comment };
  });
}

const written: Record<string, { language: string; name?: string; title: string; text: string }> = {
  Danish: { language: 'da', title: 'Ærgerlig oplevelse på øen', text: 'Lampen blev aldrig leveret. Åh nej!' },
  Swedish: { language: 'sv', title: 'Fel färg', text: 'Jag beställde blå, fick grön. Återbetalning?' },
  Polish: { language: 'pl', title: 'Zażółć gęślą jaźń', text: 'Świetna obsługa, łatwy zwrot.' },
  Czech: { language: 'cs', title: 'Příliš žluťoučký kůň', text: 'Úpěl ďábelské ódy.' },
  Greek: { language: 'el', title: 'Πολύ καλό', text: 'Ήρθε γρήγορα και χωρίς προβλήματα.' },
  Russian: { language: 'ru', title: 'Ужасно', text: 'Съешь же ещё этих мягких французских булок.' },
  Arabic: { language: 'ar', title: 'خدمة سيئة', text: 'وصلت المصباح مكسورًا 😡 (رقم 12345)، لا أنصح به.' },
  Hebrew: { language: 'he', title: 'שירות מצוין', text: 'הגיע תוך יומיים, תודה רבה! \u200fABC\u200e 12' },
  Hindi: { language: 'hi', title: 'बहुत अच्छा', text: 'समय पर पहुँचा और ठीक से काम करता है।' },
  Thai: { language: 'th', title: 'ดีมาก', text: 'ส่งของเร็ว กำลังดี น้ำใจงาม' },
  Japanese: { language: 'ja', title: 'とても良い', text: '翌日に届きました。㍿の対応も𠮷野家並みに早い。' },
  Chinese: { language: 'zh', title: '質量很差', text: '燈罩破了,客服沒有回覆。𪚥' },
  Korean: { language: 'ko', title: '최고예요', text: '다음날 도착했습니다. 한글(NFD)' },
  emoji: { language: 'en', title: '👩‍👩‍👧‍👦🇩🇰', text: 'Best lamp 💡🏳️‍🌈 ever 👍🏽 \u{1F9D1}\u200D\u{1F680}!' },
  'signs that mean something elsewhere': {
    language: 'en',
    title: `<b>"bold"</b> & 'quoted' \\ {stars}`,
    text: '<script>alert(1)</script>\n{"a":1} \\u0041 %00 &amp; $& ${x} #hash\tTab gzip:abc',
  },
  'unusual code points': {
    language: 'en',
    name: 'Ida',
    title: 'a\u0301\u00a0\u2028\u2029\ufeffz',
    text: 'noncharacters \ufffe \uffff, private \ue000, soft\u00adhyphen, \u202ebidi\u202c, delete \u007f',
  },
};

test.each(Object.entries(written))(
  '%s arrives true to the byte',
  async (_, { language, title, text, name = title }) => {
    const [arrived] = await arrive([{ stars: 2, language, title, text, name }]);
    expect(arrived?.comment.text.startsWith(`★★☆☆☆ 2/5\n\n${title}\n\n${text}\n\n`)).toBe(true);
    expect(arrived?.comment.author.name).toBe(name);
    expect(arrived?.ticket.subject).toContain(title.replaceAll(/\s+/gu, ' ').trim());
    expect(arrived?.ticket.tags).toContain(`trustpilot_${language}`);
  },
);

test('line breaks of every kind and blanks at the ends stay as they were written', async () => {
  const text = ' first\nsecond\r\nthird\rfourth\n\n\n  fifth\t ';
  const [arrived] = await arrive([{ title: 'Lines', text }]);
  expect(arrived?.comment.text).toContain(`\n\nLines\n\n${text}\n\n`);
  expect(arrived?.comment.html).toContain('first<br>second<br>third<br>fourth<br><br><br>');
});

test.each([
  ['no text', { text: null }, '★★★★☆ 4/5\n\nA title\n\n'],
  ['an empty text', { text: '' }, '★★★★☆ 4/5\n\nA title\n\n'],
  ['no title', { title: null }, '★★★★☆ 4/5\n\nA text\n\n'],
  ['neither', { title: null, text: null }, '★★★★☆ 4/5\n\n'],
] satisfies [string, ReviewDraft, string][])(
  'a review with %s becomes a ticket with a valid message',
  async (_, draft, start) => {
    const [arrived] = await arrive([{ title: 'A title', text: 'A text', ...draft }]);
    expect(arrived?.comment.text.startsWith(start)).toBe(true);
    expect(arrived?.comment.text).toContain(`https://www.trustpilot.com/reviews/${arrived?.review.id ?? ''}`);
    expect(arrived?.ticket.subject.trim()).not.toBe('');
  },
);

test('65,000 ASCII characters arrive from the first on, cut with a notice and a link to the whole', async () => {
  const text = 'The quick brown fox. '.repeat(3_200).slice(0, 65_000);
  const [arrived] = await arrive([{ title: 'Long '.repeat(100), text, referenceId: 'ORD-20417' }]);
  const message = arrived?.comment.text ?? '';
  const kept = message.split('\n\n')[2] ?? '';
  expect(Buffer.byteLength(message)).toBeLessThanOrEqual(65_535);
  expect(kept.length).toBeGreaterThan(64_000);
  expect(text.startsWith(kept)).toBe(true);
  expect(message.includes(cutNotice)).toBe(true);
  expect(message).toContain(`https://www.trustpilot.com/reviews/${arrived?.review.id ?? ''}`);
});

test('a text of four-byte signs is cut between two of them, never inside one', async () => {
  const [arrived] = await arrive([{ title: 'Dragons', text: '𪚥'.repeat(30_000) }]);
  const kept = arrived?.comment.text.split('\n\n')[2] ?? '';
  expect(kept).toBe('𪚥'.repeat(kept.length / 2));
  expect(kept.length / 2).toBeGreaterThan(16_000);
  expect(arrived?.comment.text).toContain(cutNotice);
});

test('70 reviews of 65,000 characters come in answers of at most 4 MB, none left behind', async () => {
  const world = theWorld();
  const account = await world.connect();
  const draft = { title: 'Long', text: '<&>'.repeat(21_600), createdAt: world.clock.nowMs() };
  const arrived = await arrive(
    Array.from({ length: 70 }, () => draft),
    account,
  );
  expect(arrived).toHaveLength(70);
  const sizes = world.zendesk
    .transcript()
    .filter(({ kind, accountId }) => kind === 'pull' && accountId === account.zendeskId)
    .map(({ responseBody }) => Buffer.byteLength(responseBody));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(4 * 1024 * 1024);
  expect(Math.max(...sizes)).toBeGreaterThan(3_500_000);
});

test.each(['milliseconds', 'seconds', 'no-zone'] as const)(
  'dates written with %s mean the same instant',
  async (dateFormat) => {
    const world = theWorld();
    world.trustpilot.setSwitches({ dateFormat });
    const account = await world.connect();
    const createdAt = new Date(world.clock.nowMs()).toISOString();
    const [arrived] = await arrive([{ createdAt, experiencedAt: '2026-02-27T00:00:00Z' }], account);
    expect(arrived?.comment.originCreatedAt).toBe(`${createdAt.slice(0, 19)}.000Z`);
    expect(arrived?.comment.text).toContain('Date of experience: 2026-02-27');
    world.clock.advance(minuteMs);
    world.trustpilot.editReview(arrived?.review.id ?? '', { stars: 1, text: 'Worse than I thought.' });
    await world.poll();
    await pullAll(world, account);
    const comments = ticketsOf(world, account)[0]?.comments.map(({ text }) => text) ?? [];
    expect(comments).toHaveLength(2);
    expect(comments[1]).toContain('★☆☆☆☆ 1/5, before: ★★★★☆ 4/5');
    expect(comments[1]).toContain('\n\nWorse than I thought.\n\n');
  },
);

test('a reviewer without a name, without a number of reviews and with everything optional missing is a ticket', async () => {
  const world = theWorld();
  world.trustpilot.setSwitches({ businessUnitNameObject: true });
  const [arrived] = await arrive([
    {
      name: null,
      language: null,
      experiencedAt: null,
      source: null,
      status: null,
      tags: null,
      reviewVerificationLevel: null,
      displayLocation: null,
      complianceLabels: [null],
    },
  ]);
  expect(arrived?.comment.author.name).toBe('Trustpilot reviewer');
  expect(arrived?.comment.text).not.toMatch(/null|undefined/);
});
