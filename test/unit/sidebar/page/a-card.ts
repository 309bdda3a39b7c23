import type { Card } from '../../../../lambdas/sidebar/contract.ts';

export const reviewId = '66a1b2c3d4e5f60718293a01';

/** A card on which nothing stands in the way of a reply. */
export function aCard(change: Partial<Card> = {}): Card {
  return {
    newestApp: '1.1.0',
    foundBy: 'ticket',
    asOf: '2026-11-22T17:40:00.000Z',
    freshness: 'fresh',
    review: {
      id: reviewId,
      domain: 'lamps.example',
      stars: 2,
      title: 'Lamp came broken',
      text: 'Nobody answered.',
      at: '2026-11-20T08:41:12.000Z',
      language: 'en',
      experiencedAt: null,
      verified: true,
      source: 'Organic',
      referenceId: 'ORD-20417',
      consumerName: 'Mette K',
      cut: false,
      state: 'shown',
      report: null,
      earlier: [],
      links: { public: '', business: '', report: '', share: '' },
    },
    reply: { published: null, last: null },
    tags: [],
    suggestedTags: [],
    findReviewer: null,
    otherReviews: [],
    replyMaxCharacters: 100,
    ...change,
  };
}

export const aPublished = (text: string, ours = false): Card['reply'] => ({
  published: { text, authorName: 'Jonas', ours, since: null },
  last: null,
});
