import type { OtherReview } from '../../contract.ts';
import { button, element, link } from '../element.ts';
import type { View } from '../view.ts';
import { stars } from './stars.ts';

/** What the same person wrote about this company besides. */
export function otherReviewsPart(others: OtherReview[], view: View): HTMLElement | null {
  if (others.length === 0) return null;
  const { texts, state, actions } = view;
  const id = 'other-reviews';
  const made = element(
    'details',
    { class: 'part', open: state.open.has(id) },
    element('summary', { id }, texts.plural('otherReviews', others.length)),
    element('ol', { class: 'versions' }, ...others.map((other) => otherReview(other, view))),
  );
  made.addEventListener('toggle', () => actions.unfold(id, made.open));
  return made;
}

function otherReview(other: OtherReview, { texts, actions }: View): HTMLElement {
  const { id, title, at, domain, ticketId } = other;
  return element(
    'li',
    {},
    element(
      'p',
      { class: 'row' },
      stars(other.stars, texts),
      element('time', { datetime: at, class: 'soft small' }, texts.day(at)),
    ),
    title !== null && element('p', { class: 'strong', dir: 'auto' }, title),
    element('p', { class: 'soft small' }, domain),
    element(
      'p',
      { class: 'row' },
      link(`other-${id}`, texts.text('publicLink'), other.link, texts.text('newTab')),
      ticketId !== null &&
        button(texts.text('ticketLink', { id: String(ticketId) }), {
          id: `ticket-${id}`,
          kind: 'quiet',
          onClick: () => actions.openTicket(ticketId),
        }),
    ),
  );
}
