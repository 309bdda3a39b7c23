import type { ReviewOnCard, Version } from '../../contract.ts';
import { button, element, section, written, type Child } from '../element.ts';
import type { Texts } from '../texts/texts.ts';
import { resultIn, type View } from '../view.ts';
import { stars } from './stars.ts';

/** The review as it reads now, what an agent needs to know of it, and what it said before. */
export function reviewPart(review: ReviewOnCard, view: View): HTMLElement {
  const { texts } = view;
  const title = review.title?.trim();
  const made = section(
    'review',
    title === undefined || title === '' ? texts.text('title') : title,
    element(
      'p',
      { class: 'soft' },
      `${review.consumerName ?? texts.text('anonymous')} · `,
      element('time', { datetime: review.at }, texts.day(review.at)),
    ),
    saidBy(review, texts),
    review.cut && element('p', { class: 'soft' }, texts.text('cut')),
    facts(review, view),
    resultIn('review', view),
    earlier(review, view),
  );
  if (title !== undefined && title !== '') made.querySelector('h2')?.setAttribute('lang', langOf(review));
  return made;
}

const langOf = ({ language }: ReviewOnCard): string => language ?? '';

const saidBy = ({ text, language }: ReviewOnCard, texts: Texts): HTMLElement =>
  text === null || text.trim() === ''
    ? element('p', { class: 'soft' }, texts.text('noText'))
    : written(text, language);

function facts(review: ReviewOnCard, view: View): HTMLElement {
  const { texts, actions } = view;
  const { referenceId, experiencedAt, language } = review;
  const rows: [string, Child[]][] = [];
  if (referenceId !== null) {
    const copy = button(texts.text('copy'), {
      id: 'copy-reference',
      kind: 'quiet',
      onClick: () => actions.copy(referenceId),
    });
    rows.push([texts.text('reference'), [element('span', { class: 'code' }, referenceId), copy]]);
  }
  if (experiencedAt !== null) rows.push([texts.text('experience'), [texts.date(experiencedAt)]]);
  if (language !== null) rows.push([texts.text('language'), [texts.languageName(language)]]);
  rows.push([texts.text('domain'), [review.domain]]);
  return element(
    'div',
    {},
    element('p', { class: 'badges' }, ...origin(review, view)),
    element(
      'dl',
      {},
      ...rows.map(([name, value]) =>
        element('div', {}, element('dt', {}, name), element('dd', {}, ...value)),
      ),
    ),
  );
}

function origin({ verified, source }: ReviewOnCard, { texts }: View): HTMLElement[] {
  return [
    element(
      'span',
      { class: verified ? 'badge good' : 'badge' },
      texts.text(verified ? 'verified' : 'notVerified'),
    ),
    ...(source === null
      ? []
      : [element('span', { class: 'badge', title: source }, originName(source, texts))]),
  ];
}

/** Trustpilot's list of sources is open; a name that is not known is shown as it is. */
function originName(source: string, texts: Texts): string {
  if (/^organic$/i.test(source)) return texts.text('organic');
  return /invit|afs|kickstart|basiclink|businessgenerated|embedded/i.test(source)
    ? texts.text('invited')
    : source;
}

function earlier(review: ReviewOnCard, { texts, state, actions }: View): HTMLElement | null {
  if (review.earlier.length === 0) return null;
  const id = 'earlier-versions';
  const made = element(
    'details',
    { open: state.open.has(id) },
    element('summary', { id }, texts.plural('earlierVersions', review.earlier.length)),
    element(
      'ol',
      { class: 'versions' },
      ...review.earlier.map((each) => version(each, langOf(review), texts)),
    ),
  );
  made.addEventListener('toggle', () => actions.unfold(id, made.open));
  return made;
}

const version = ({ stars: count, title, text, at }: Version, lang: string, texts: Texts): HTMLElement =>
  element(
    'li',
    {},
    element(
      'p',
      { class: 'row' },
      stars(count, texts),
      element('time', { datetime: at, class: 'soft' }, texts.day(at)),
    ),
    title !== null && element('p', { class: 'strong', lang }, title),
    text === null ? element('p', { class: 'soft' }, texts.text('noText')) : written(text, lang),
  );
