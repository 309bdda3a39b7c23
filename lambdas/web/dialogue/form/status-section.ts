import { periodMs } from '../../../core/account.ts';
import type { Backfill } from '../../../core/sync.ts';
import { section } from '../../html/fields.ts';
import { html, type Html } from '../../html/html.ts';
import type { Texts } from '../../texts/texts.ts';
import { paths } from '../frame.ts';
import type { AccountState, Count, DomainStatus } from '../status.ts';
import type { FormView } from './view.ts';

/** How an account that exists is doing. */
export function statusSection(view: FormView): Html {
  const { session, state, nowMs } = view;
  if (state === undefined) return html``;
  const { texts } = session;
  const { account, status } = state;
  const lastPull = account.status === 'pending' ? undefined : account.lastPullAtMs;
  return section({
    id: 'status',
    heading: texts.text('statusHeading'),
    body: html`${verdict(view)}
      <dl class="facts">
        ${fact(texts.text('lastPull'), moment(texts, lastPull, nowMs))}
        ${status !== undefined && facts(texts, status)}
      </dl>
      ${status !== undefined && domainTable(view, status)} ${status !== undefined && progress(view, status)}`,
  });
}

const fact = (label: string, value: string | Html): Html =>
  html`<div>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>`;

function verdict({ session: { texts }, state }: FormView): Html {
  const { status, connection } = state?.account ?? {};
  if (connection?.status === 'dead') {
    return html`<div class="alert alert-error">
      <strong>${texts.text('statusDead')}</strong>
      <p>${texts.rich('statusDeadHint')}</p>
    </div>`;
  }
  if (status === 'pending') return html`<p class="state state-waiting">${texts.text('statusPending')}</p>`;
  if (status === 'stopped') return html`<p class="state state-stopped">${texts.text('statusStopped')}</p>`;
  return html`<p class="state">${texts.text('statusOk')}</p>`;
}

function facts(texts: Texts, { reviews, replies, unconfirmed, parked, calls }: AccountState): Html {
  const count = ({ count: value, more }: Count) =>
    more ? texts.text('atLeast', { count: texts.number(value) }) : texts.number(value);
  return html`${fact(texts.text('reviewsSoFar'), texts.number(reviews))}
  ${fact(texts.text('repliesSoFar'), count(replies))} ${fact(texts.text('unconfirmed'), count(unconfirmed))}
  ${fact(texts.text('parked'), count(parked))}
  ${
    calls !== undefined &&
    html`${fact(
      texts.text('callsUsed'),
      texts.text('callsOf', { used: texts.number(calls.used), allowance: texts.number(calls.allowance) }),
    )}
    ${fact(
      texts.text('callsPlanned'),
      texts.text('callsPerDay', { count: texts.number(Math.round(calls.pollsPerDay)) }),
    )}`
  }`;
}

function moment(texts: Texts, atMs: number | undefined, nowMs: number): Html {
  if (atMs === undefined || atMs === 0) return html`${texts.text('never')}`;
  const iso = new Date(atMs).toISOString();
  return html`<time datetime="${iso}" title="${iso}">${texts.relative(Math.min(atMs, nowMs), nowMs)}</time>`;
}

function domainTable({ session: { texts }, state, nowMs }: FormView, status: AccountState): Html {
  const active = state?.account.domains.filter(({ removedAtMs }) => removedAtMs === undefined) ?? [];
  const found = new Map(status.domains.map((domain) => [domain.businessUnitId, domain]));
  return html`<table class="table">
    <thead>
      <tr>
        <th scope="col">${texts.text('domainColumn')}</th>
        <th scope="col">${texts.text('lastPoll')}</th>
        <th scope="col">${texts.text('readEvery')}</th>
      </tr>
    </thead>
    <tbody>
      ${active.map(({ businessUnitId, domain }) => {
        const known = found.get(businessUnitId);
        return html`<tr>
          <th scope="row">${domain}</th>
          <td>${moment(texts, known?.lastSuccessAtMs, nowMs)}${failure(texts, known)}</td>
          <td>${interval(texts, known?.intervalMs)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

const minuteMs = 60_000;

/** `5 minutes`, `3.5 hours`: in the words that every browser's language has for them. */
function interval({ locale }: Texts, intervalMs: number | undefined): string {
  if (intervalMs === undefined) return '–';
  const minutes = Math.max(1, Math.round(intervalMs / minuteMs));
  const [value, unit] = minutes < 120 ? [minutes, 'minute'] : [minutes / 60, 'hour'];
  const style = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale, style).format(value);
}

function failure(texts: Texts, domain: DomainStatus | undefined): Html {
  if (domain?.failing !== true) return html``;
  return html`<p class="error">${texts.text(domain.lostAccess ? 'lostAccess' : 'lastTryFailed')}</p>`;
}

/** Progress by the time that has been walked: how many reviews a period holds is only known at its end. */
function progress({ session: { texts }, state, nowMs }: FormView, status: AccountState): Html {
  if (state?.account.settings.backfill.on !== true) return html``;
  const walks = status.domains.flatMap(({ backfill }) => (backfill === undefined ? [] : [backfill]));
  const queued = walks.reduce((sum, walk) => sum + walk.queued, 0);
  const share =
    walks.length === 0 ? 0 : walks.reduce((sum, walk) => sum + walkedShare(walk), 0) / walks.length;
  const done = walks.length > 0 && walks.every(({ finishedAtMs }) => finishedAtMs !== undefined);
  const what = done ? texts.text('backfillDone') : walks.length === 0 ? texts.text('backfillWaiting') : '';
  const percent = new Intl.NumberFormat(texts.locale, { style: 'percent' }).format(
    done ? 1 : Math.min(share, 0.99),
  );
  const left = done ? undefined : finishAtMs(walks, share, nowMs);
  return html`<div class="progress">
    <p id="progress-label"><strong>${texts.text('backfillProgress')}</strong> ${percent}</p>
    <progress
      aria-labelledby="progress-label"
      max="100"
      value="${Math.round((done ? 1 : share) * 100)}"
    ></progress>
    <p class="hint">
      ${texts.plural('backfillTickets', queued)}${what !== '' && html` · ${what}`}${
        left !== undefined && html` · ${texts.text('backfillLeft', { when: texts.relative(left, nowMs) })}`
      }
    </p>
    ${!done && html`<button class="button" formaction="${paths.cancelBackfill}">${texts.text('backfillCancel')}</button>`}
  </div>`;
}

const walkedShare = ({ fromMs, untilMs, cursorMs, finishedAtMs, period }: Backfill): number =>
  finishedAtMs !== undefined
    ? 1
    : Math.min(1, Math.max(0, (cursorMs - fromMs) / (untilMs - fromMs || periodMs[period])));

/** As fast as so far; nothing is said about a walk that has hardly begun. */
function finishAtMs(walks: Backfill[], share: number, nowMs: number): number | undefined {
  const startedAtMs = Math.min(...walks.map((walk) => walk.startedAtMs));
  if (share < 0.05 || share >= 1 || !Number.isFinite(startedAtMs)) return undefined;
  return nowMs + ((nowMs - startedAtMs) * (1 - share)) / share;
}
