import type { ReviewOnCard } from '../../contract.ts';
import { element, link } from '../element.ts';
import type { View } from '../view.ts';

/** What can be done at Trustpilot only. */
export function linksPart({ links, state }: ReviewOnCard, { texts }: View): HTMLElement {
  const shown = [
    ['publicLink', links.public],
    ['businessLink', links.business],
    ...(state === 'shown'
      ? ([
          ['reportLink', links.report],
          ['shareLink', links.share],
        ] as const)
      : []),
  ] as const;
  return element(
    'nav',
    { class: 'part', 'aria-label': texts.text('links') },
    element(
      'ul',
      { class: 'links' },
      ...shown.map(([key, address]) =>
        element('li', {}, link(key, texts.text(key), address, texts.text('newTab'))),
      ),
    ),
  );
}
