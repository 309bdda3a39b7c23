import type { World } from '../../support/world.ts';

export interface Comparison {
  reviews: number;
  tickets: number;
  doubles: number;
  /** Reviews whose ticket does not tell what the review is now. */
  wrong: string[];
}

/** Whether each review has one ticket, and the ticket tells what became of the review. */
export function compareTickets(world: World, accountId: string): Comparison {
  const tickets = world.zendesk.tickets();
  const byReview = new Map<string, (typeof tickets)[number][]>();
  for (const ticket of tickets) {
    const reviewId = ticket.comments[0]?.externalId?.split(':')[3] ?? '';
    byReview.set(reviewId, [...(byReview.get(reviewId) ?? []), ticket]);
  }
  const reviews = world.trustpilot.reviews();
  const wrong = reviews.flatMap(({ id, state, stars, text, companyReply, createdAt, updatedAt }) => {
    const comments = (byReview.get(id) ?? []).flatMap((ticket) => ticket.comments);
    const said = (what: string | null) => what === null || comments.some((one) => one.text.includes(what));
    const isRemoved = comments.some(({ externalId }) =>
      externalId?.startsWith(`tp:${accountId}:review:${id}:removed:`),
    );
    // One that was deleted before it was read needs no ticket.
    if (comments.length === 0 && state === 'deleted') return [];
    const missing = [
      comments.length === 0 && 'the ticket',
      state === 'deleted' ? !isRemoved && 'that it is removed' : isRemoved && 'that it is back',
      state !== 'deleted' && !(said(text) && said(`${stars}/5`)) && 'the edit',
      state !== 'deleted' && !said(companyReply?.text ?? null) && 'the reply',
    ].filter((one) => one !== false);
    if (missing.length === 0) return [];
    return [`${id} (${createdAt}, changed ${updatedAt ?? 'never'}): ${missing.join(', ')}`];
  });
  const doubles = [...byReview.values()].filter((found) => found.length > 1).length;
  return { reviews: reviews.length, tickets: tickets.length, doubles, wrong };
}
