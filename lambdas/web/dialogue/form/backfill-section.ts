import { periods, type Period } from '../../../core/account.ts';
import { checkbox, section, select } from '../../html/fields.ts';
import { attribute, html, type Html } from '../../html/html.ts';
import type { TextKey } from '../../texts/catalogue.ts';
import { paths } from '../frame.ts';
import { countsView } from './counts.ts';
import type { FormView } from './view.ts';

export const periodTexts = {
  '24h': 'period24h',
  '7d': 'period7d',
  '30d': 'period30d',
  '90d': 'period90d',
  '12m': 'period12m',
} as const satisfies Record<Period, TextKey>;

export function backfillSection({ session, entries, errors, counts }: FormView): Html {
  const { texts } = session;
  const shown = entries.backfillOn && counts !== undefined;
  return section({
    id: 'backfill-section',
    heading: texts.text('backfillHeading'),
    hint: texts.text('backfillHint'),
    body: html`${checkbox({
        id: 'backfill',
        name: 'backfill',
        role: 'switch',
        label: texts.text('backfillSwitch'),
        hint: texts.text('backfillSwitchHint'),
        checked: entries.backfillOn,
      })}
      ${select({
        id: 'period',
        name: 'period',
        label: texts.text('period'),
        value: entries.period,
        choices: periods.map((period) => [period, texts.text(periodTexts[period])] as const),
      })}
      <div
        class="count"
        id="counts"
        aria-live="polite"
        data-counts="${paths.counts}"
        data-counting="${texts.text('counting')}"
        data-failed="${texts.text('countFailed')}"
        ${attribute('data-known', shown && 'yes')}
      >
        ${shown && countsView(texts, entries, counts, errors.get('confirm_many'))}
      </div>
      <p data-without-script>
        <button class="button" formaction="${paths.count}">${texts.text('countButton')}</button>
      </p>`,
  });
}
