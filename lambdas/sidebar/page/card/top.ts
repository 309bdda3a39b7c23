import type { Card, ReviewOnCard } from '../../contract.ts';
import { button, element } from '../element.ts';
import { whyOld } from '../freshness.ts';
import { isNewer } from '../newer-app.ts';
import type { Texts } from '../texts/texts.ts';
import { resultIn, type View } from '../view.ts';
import { stars } from './stars.ts';

/** The first thing an agent sees: stars, what became of the review, and how old all of this is. */
export function topPart(card: Card, view: View): HTMLElement {
  const { texts, actions, state } = view;
  return element(
    'header',
    { class: 'top' },
    element('h1', { class: 'unseen', tabindex: -1 }, texts.text('title')),
    element(
      'div',
      { class: 'row' },
      stars(card.review.stars, texts),
      button(texts.text('refresh'), {
        id: 'refresh',
        kind: 'quiet',
        busy: state.busy !== undefined,
        onClick: () => actions.refresh(),
      }),
    ),
    ...fate(card.review, texts),
    element('p', { class: 'small soft' }, age(card, texts)),
    resultIn('top', view),
    newerApp(card, view),
  );
}

function fate({ state, notFound, report }: ReviewOnCard, texts: Texts): HTMLElement[] {
  const made: HTMLElement[] = [];
  if (state === 'removed') made.push(element('p', { class: 'callout bad' }, texts.text('removed')));
  if (notFound) made.push(element('p', { class: 'callout warn' }, texts.text('notFoundNow')));
  if (state === 'hidden') made.push(element('p', { class: 'callout warn' }, texts.text('hidden')));
  if (report !== null) {
    const { reasons, by, at } = report;
    const details = [...reasons, by, at === null ? null : texts.day(at)].filter((each) => each !== null);
    made.push(
      element(
        'p',
        { class: 'callout warn' },
        element('strong', {}, texts.text('reported')),
        details.length > 0 && ` ${details.join(' · ')}`,
      ),
    );
  }
  return made;
}

function age(card: Card, texts: Texts): string {
  const { asOf } = card;
  const when = asOf === null ? texts.text('fromRecords') : texts.text('asOf', { time: texts.time(asOf) });
  const reason = whyOld(card, texts);
  return reason === undefined ? when : `${when}. ${reason}`;
}

/** Only an admin can do something about it. */
function newerApp({ newestApp }: Card, { state, texts, appVersion, serviceUrl }: View): HTMLElement | null {
  if (!state.isAdmin || !isNewer(newestApp, appVersion)) return null;
  return element(
    'p',
    { class: 'callout' },
    `${texts.text('newerApp')} `,
    element(
      'a',
      {
        id: 'newer-app',
        href: `${serviceUrl}/download/zendesk-app.zip`,
        target: '_blank',
        rel: 'noopener noreferrer',
      },
      texts.text('download'),
    ),
  );
}
