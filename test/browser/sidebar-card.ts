import type { Card } from '../../lambdas/sidebar/contract.ts';

export const reviewId = '66a1b2c3d4e5f60718293a01';
export const consumerId = '5f0c1d2e3a4b5c6d7e8f9a0b';

/** What the service would say of a review that nobody has answered; parts of it changed. */
export function aCard(
  change: Partial<Omit<Card, 'review'>> & { review?: Partial<Card['review']> } = {},
): Card {
  const at = `https://www.trustpilot.com/reviews/${reviewId}`;
  return {
    newestApp: '1.0.0',
    foundBy: 'ticket',
    asOf: '2026-05-04T09:30:00Z',
    freshness: 'fresh',
    reply: { published: null, last: null },
    tags: ['late delivery'],
    suggestedTags: ['refund', 'damaged'],
    findReviewer: { isEligible: true, requests: [] },
    otherReviews: [],
    replyMaxCharacters: 10_000,
    ...change,
    review: {
      id: reviewId,
      domain: 'bluelamp.example',
      stars: 2,
      title: 'A week late',
      text: 'Lovely lamp, but it came a week after the promised day and nobody told me.\nWho pays the second delivery?',
      at: '2026-05-01T09:30:00Z',
      language: 'en',
      experiencedAt: '2026-04-20T00:00:00Z',
      verified: true,
      source: 'InvitationLinkApi',
      referenceId: 'BL-48377',
      consumerName: 'Mette Krogh',
      cut: false,
      state: 'shown',
      report: null,
      earlier: [],
      links: {
        public: at,
        business: `https://businessapp.b2b.trustpilot.com/reviews/${reviewId}`,
        report: `https://businessapp.b2b.trustpilot.com/reviews/${reviewId}?report`,
        share: `https://businessapp.b2b.trustpilot.com/reviews/${reviewId}?share`,
      },
      ...change.review,
    },
  };
}

export const ourReply = {
  text: 'Sorry, Mette! The second delivery is on us.',
  authorName: 'Ada Blom',
  ours: true,
  since: '2026-05-02T08:00:00Z',
};

export const colleaguesReply = {
  text: 'We are looking into it.',
  authorName: 'Signe Holm',
  ours: false,
  since: '2026-05-02T08:00:00Z',
};

export const failedReply = {
  text: 'Sorry, Mette!',
  at: '2026-05-02T08:00:00Z',
  status: 'failed',
  reason: 'Trustpilot did not answer. Nothing was published.',
  canPublishAgain: true,
} as const;

/** What the review said before, latest first. */
export const earlier = [
  { stars: 1, title: 'Never came', text: 'Three weeks and no lamp.', at: '2026-04-28T09:30:00Z' },
  { stars: 1, title: null, text: null, at: '2026-04-27T09:30:00Z' },
];
