import { checkbox } from '../../html/fields.ts';
import { html, type Html } from '../../html/html.ts';
import type { Texts } from '../../texts/texts.ts';
import { exactUpTo, needsConfirmation, type PeriodCount } from '../count-unanswered.ts';
import type { Entries } from '../entries.ts';
import type { DomainCount } from '../read-counts.ts';

/** How many tickets the period makes; also sent alone, when the page's script asks for it. */
export function countsView(
  texts: Texts,
  entries: Pick<Entries, 'confirmMany'>,
  counts: DomainCount[],
  error?: string,
): Html {
  if (counts.length === 0) return html`<p class="hint">${texts.text('countChooseDomain')}</p>`;
  return html`<p>${texts.text('countHeading')}</p>
    <ul class="counts">
      ${counts.map(
        ({ domain, count }) =>
          html`<li><span class="domain">${domain}</span> <span>${countText(texts, count)}</span></li>`,
      )}
    </ul>
    ${counts.length > 1 && html`<p>${texts.text('countTotal')} <strong>${totalText(texts, counts)}</strong></p>`}
    ${
      needsConfirmation(counts.map(({ count }) => count)) &&
      checkbox({
        id: 'confirm_many',
        name: 'confirm_many',
        label: texts.text('confirmManyLabel'),
        checked: entries.confirmMany,
        error,
      })
    }`;
}

const isMore = ({ count, unknown }: PeriodCount): boolean => unknown || count > exactUpTo;

function countText(texts: Texts, count: PeriodCount | undefined): string {
  if (count === undefined) return texts.text('countFailed');
  const shown = Math.min(count.count, exactUpTo);
  return isMore(count)
    ? texts.text('countMore', { count: texts.number(shown) })
    : texts.plural('countReviews', shown);
}

function totalText(texts: Texts, counts: DomainCount[]): string {
  const known = counts.flatMap(({ count }) => (count === undefined ? [] : [count]));
  const sum = known.reduce((total, { count }) => total + Math.min(count, exactUpTo), 0);
  const more = known.length < counts.length || known.some(isMore);
  return more ? texts.text('countMore', { count: texts.number(sum) }) : texts.plural('countReviews', sum);
}
