import { toReview } from '../../../../lambdas/clients/trustpilot/to-review.ts';
import { PermanentError } from '../../../../lambdas/core/errors.ts';
import { reviewSchema } from '../../../../lambdas/core/review.ts';
import { aWireReview } from '../../../support/wire-review.ts';

test('a documented review becomes ours, in our words', () => {
  const review = toReview(aWireReview());
  expect(review).toEqual({
    reviewId: '66a1b2c3d4e5f60718293a01',
    details: {
      businessUnitId: '5f0c1d2e3a4b5c6d7e8f9012',
      createdAt: '2026-11-20T08:41:12.000Z',
      experiencedAt: '2026-11-18T00:00:00.000Z',
      language: 'en',
      referenceId: 'ORD-20417',
      verified: true,
      source: 'InvitationLinkApi',
      consumerId: '64d0c0ffee0123456789abcd',
      consumerName: 'Mette K',
    },
    content: {
      stars: 2,
      title: 'Lamp came broken',
      text: 'The shade was cracked and nobody answered my mail.',
      updatedAt: null,
      hash: expect.any(String) as string,
    },
    reply: null,
    hidden: false,
  });
  expect(reviewSchema.safeParse(review).success).toBe(true);
});

test('the e-mail address of an invited reviewer is not taken over', () => {
  expect(JSON.stringify(toReview(aWireReview()))).not.toContain('mette@mail.example');
});

test.each([
  ['2026-11-20T08:41:12.000Z', '2026-11-20T08:41:12.000Z'],
  ['2026-11-20T08:41:12Z', '2026-11-20T08:41:12.000Z'],
  ['2026-11-20T08:41:12', '2026-11-20T08:41:12.000Z'],
  ['2026-11-20T08:41:12.1234567', '2026-11-20T08:41:12.123Z'],
  ['2026-11-20T08:41:12.5Z', '2026-11-20T08:41:12.500Z'],
  ['2026-11-20T10:41:12+02:00', '2026-11-20T08:41:12.000Z'],
  ['2026-11-20T10:41:12+0200', '2026-11-20T08:41:12.000Z'],
  ['2026-11-20 08:41:12', '2026-11-20T08:41:12.000Z'],
  ['2026-11-20T08:41', '2026-11-20T08:41:00.000Z'],
  ['2026-11-20', '2026-11-20T00:00:00.000Z'],
  ['2024-02-29T23:59:59z', '2024-02-29T23:59:59.000Z'],
])('the date %s is %s', (createdAt, expected) => {
  expect(toReview(aWireReview({ createdAt })).details.createdAt).toBe(expected);
});

test.each([
  'soon',
  '',
  '2026-02-30T00:00:00Z',
  '2026-13-01',
  '20/11/2026',
  '1763628072',
  '2026-11-20T25:00:00Z',
])(
  'a day of experience that is no date (%s) counts as unknown, a creation date makes the review unreadable',
  (date) => {
    expect(toReview(aWireReview({ experiencedAt: date })).details.experiencedAt).toBeNull();
    expect(() => toReview(aWireReview({ createdAt: date }))).toThrow(/createdAt/);
  },
);

test('an edited review keeps the time of the edit', () => {
  const { content } = toReview(aWireReview({ updatedAt: '2026-11-21T10:00:00Z' }));
  expect(content.updatedAt).toBe('2026-11-21T10:00:00.000Z');
});

test.each([
  ['Danish', 'Rødgrød med fløde på ærlig vis'],
  ['German', 'Größe passt, Maße stimmen — „sehr gut“'],
  ['French', 'Ça marche très bien, œuvre d’élève'],
  ['Polish', 'Zażółć gęślą jaźń'],
  ['Greek', 'Εξαιρετική εξυπηρέτηση'],
  ['Russian', 'Быстрая доставка'],
  ['Arabic', 'خدمة ممتازة \u200fجدا'],
  ['Hebrew', 'שירות מצוין'],
  ['Japanese', '対応が早い。が゙'],
  ['Thai', 'บริการดีมาก'],
  ['Hindi', 'बहुत अच्छी सेवा'],
  ['emoji', '👍🏽 👩‍👩‍👧‍👦 🇩🇰 ❤️ #️⃣'],
  ['decomposed letters', 'Cafe\u0301 A\u030angstro\u0308m'],
  ['blank and odd space', '  two\u00a0spaces\t\r\n\r\n\u2028 end  '],
  ['markup', '<b>not bold</b> &amp; {{ticket.id}} [x](javascript:y)'],
])('%s text is kept byte for byte', (_, text) => {
  const { content } = toReview(JSON.parse(JSON.stringify(aWireReview({ title: text, text }))));
  expect(content).toMatchObject({ title: text, text });
});

test('half a surrogate pair, which no database takes, becomes a replacement character', () => {
  const { content } = toReview(aWireReview({ text: 'broken \ud83d emoji' }));
  expect(content.text).toBe('broken \ufffd emoji');
});

test('a review without title and text is readable', () => {
  expect(toReview(aWireReview({ title: null, text: null })).content).toMatchObject({
    title: null,
    text: null,
  });
  expect(toReview(aWireReview({ title: '', text: '' })).content).toMatchObject({ title: null, text: null });
});

test('only id, stars, createdAt and the domain are needed; unknown fields are ignored', () => {
  const bare = {
    id: '66A1B2C3D4E5F60718293A01',
    stars: '5',
    createdAt: '2026-11-20T08:41:12Z',
    surprise: [{}],
  };
  expect(toReview(bare, '5f0c1d2e3a4b5c6d7e8f9012')).toEqual({
    reviewId: '66a1b2c3d4e5f60718293a01',
    details: {
      businessUnitId: '5f0c1d2e3a4b5c6d7e8f9012',
      createdAt: '2026-11-20T08:41:12.000Z',
      experiencedAt: null,
      language: null,
      referenceId: null,
      verified: false,
      source: null,
      consumerId: null,
      consumerName: null,
    },
    content: { stars: 5, title: null, text: null, updatedAt: null, hash: expect.any(String) as string },
    reply: null,
    hidden: false,
  });
});

test.each([
  ['id', { id: 'not-an-id' }],
  ['id', { id: undefined }],
  ['stars', { stars: 0 }],
  ['stars', { stars: 6 }],
  ['stars', { stars: 4.5 }],
  ['stars', { stars: null }],
  ['text', { text: { html: 'x' } }],
  ['title', { title: 7 }],
  ['companyReply', { companyReply: 'Thanks' }],
  ['businessUnit.id', { businessUnit: null }],
])(
  'a review whose %s is not as documented is refused by the name of the field, without its value',
  (field, change) => {
    const read = () => toReview(aWireReview(change));
    expect(read).toThrow(PermanentError);
    expect(read).toThrow(expect.objectContaining({ reason: 'unreadable' }) as Error);
    expect(read).toThrow(new RegExp(`\\b${field.replace('.', '\\.')}\\b`));
    expect(read).not.toThrow(/Thanks|not-an-id|html/);
  },
);

test.each([
  ['missing', undefined],
  ['null', null],
  ['without an id', { id: null, displayName: null }],
  ['odd', 'anonymous'],
])('an anonymous reviewer (consumer %s) has neither id nor name', (_, consumer) => {
  expect(toReview(aWireReview({ consumer })).details).toMatchObject({ consumerId: null, consumerName: null });
});

test('ids are lower case, whatever Trustpilot sends', () => {
  const review = toReview(
    aWireReview({
      id: '66A1B2C3D4E5F60718293A01',
      consumer: { id: '64D0C0FFEE0123456789ABCD', displayName: 'M' },
      businessUnit: { id: '5F0C1D2E3A4B5C6D7E8F9012', name: { identifying: 'bluelamp.example' } },
    }),
  );
  expect(review).toMatchObject({
    reviewId: '66a1b2c3d4e5f60718293a01',
    details: { consumerId: '64d0c0ffee0123456789abcd', businessUnitId: '5f0c1d2e3a4b5c6d7e8f9012' },
  });
});

test('the company reply keeps text, author and times', () => {
  const companyReply = {
    text: 'Sorry!\n— Ada ',
    authorBusinessUserId: '61f2a0b3c4d5e6f708192a3b',
    authorBusinessUserName: 'Ada Agent',
    createdAt: '2026-11-20T09:00:00Z',
    updatedAt: null,
  };
  expect(toReview(aWireReview({ companyReply })).reply).toEqual({
    text: 'Sorry!\n— Ada ',
    authorName: 'Ada Agent',
    createdAt: '2026-11-20T09:00:00.000Z',
    updatedAt: null,
  });
  expect(toReview(aWireReview({ companyReply: { text: null } })).reply).toBeNull();
});

test.each([
  ['hidden by its report', { reportData: { reviewVisibility: 'hidden' } }, true],
  ['hidden by its status', { status: 'Hidden' }, true],
  ['removed', { status: 'removed' }, true],
  ['reported but visible', { status: 'reported', reportData: { reviewVisibility: 'visible' } }, false],
  ['of a status that nobody knows', { status: 'sparkling' }, false],
  ['without status', { status: null, reportData: null }, false],
])('a review that is %s: hidden is %s', (_, change, hidden) => {
  expect(toReview(aWireReview(change)).hidden).toBe(hidden);
});

test('verified follows isVerified, and the level where that is missing', () => {
  expect(toReview(aWireReview({ isVerified: false })).details.verified).toBe(false);
  expect(toReview(aWireReview({ isVerified: null })).details.verified).toBe(true);
  expect(
    toReview(aWireReview({ isVerified: null, reviewVerificationLevel: 'invited' })).details.verified,
  ).toBe(false);
});
