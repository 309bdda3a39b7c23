import { element } from '../element.ts';
import type { Texts } from '../texts/texts.ts';

/** Five stars for the eye, and the number for everybody. */
export const stars = (count: number, texts: Texts): HTMLElement =>
  element(
    'span',
    { class: 'stars' },
    ...[1, 2, 3, 4, 5].map((star) =>
      element('span', { class: star <= count ? 'star on' : 'star', 'aria-hidden': 'true' }),
    ),
    element('span', { class: 'count' }, texts.text('stars', { stars: count })),
  );
