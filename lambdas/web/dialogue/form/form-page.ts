import type { HttpResponse } from '../../../runtime/http.ts';
import { hidden } from '../../html/fields.ts';
import { html, type Html } from '../../html/html.ts';
import { page } from '../../html/page.ts';
import { carried, header, paths } from '../frame.ts';
import { accountSection } from './account-section.ts';
import { backfillSection } from './backfill-section.ts';
import { domainsSection } from './domains-section.ts';
import { erasuresSection } from './erasures-section.ts';
import { filtersSection } from './filters-section.ts';
import { sidebarSection } from './sidebar-section.ts';
import { statusSection } from './status-section.ts';
import { ticketsSection } from './tickets-section.ts';
import type { FormView, Notice } from './view.ts';
import { webhooksSection } from './webhooks-section.ts';

/** Everything of an account on one page, once it is connected. */
export function formPage(view: FormView): HttpResponse {
  const { session, entries, errors } = view;
  const { texts, zendeskOrigin } = session;
  return page({
    texts,
    title: texts.text('product'),
    status: errors.size > 0 ? 422 : view.notice?.kind === 'stale' ? 409 : 200,
    framedBy: zendeskOrigin,
    formTo: zendeskOrigin,
    body: html`${header(session)}
      <main>
        <form
          method="post"
          action="${paths.submit}"
          novalidate
          data-connect
          data-status="${paths.connected}"
          data-form="${paths.form}"
        >
          ${carried(session)}${hidden('version', String(entries.version))}
          <button class="visually-hidden" tabindex="-1" aria-hidden="true" data-default></button>
          ${summary(view)}${notice(view)} ${statusSection(view)} ${erasuresSection(view)}
          ${accountSection(view)} ${domainsSection(view)} ${backfillSection(view)} ${filtersSection(view)}
          ${ticketsSection(view)} ${sidebarSection(view)} ${webhooksSection(view)}
          <div class="footer">
            <button class="button button-primary" data-submit data-saving="${texts.text('saving')}">
              ${texts.text('submit')}
            </button>
          </div>
        </form>
      </main>`,
  });
}

/** Above the form, all that has to be corrected; each entry leads to its field. */
function summary({ session: { texts }, errors }: FormView): Html {
  if (errors.size === 0) return html``;
  return html`<div class="alert alert-error" role="alert" id="errors">
    <h2>${texts.plural('errorSummary', errors.size)}</h2>
    <ul>
      ${[...errors].map(([id, message]) => html`<li><a href="#${id}">${message}</a></li>`)}
    </ul>
  </div>`;
}

function notice({ session: { texts }, notice: given }: FormView): Html {
  if (given === undefined) return html``;
  return html`<div
    class="alert alert-${given.kind === 'stale' || given.kind === 'busy' ? 'warning' : 'success'}"
    role="status"
    data-notice
    tabindex="-1"
  >
    ${inner(given)}
  </div>`;

  function inner(what: Notice): Html {
    if (what.kind === 'busy')
      return html`<h2>${texts.text('busyTitle')}</h2>
        <p>${texts.text('busy')}</p>`;
    if (what.kind === 'added') return html`<p>${texts.text('domainAdded', { domain: what.domain })}</p>`;
    if (what.kind === 'backfill cancelled') return html`<p>${texts.text('backfillCancelled')}</p>`;
    if (what.kind === 'erasure begun') return html`<p>${texts.text('erasureBegun', what)}</p>`;
    if (what.kind === 'erasure dismissed') return html`<p>${texts.text('erasureDismissed', what)}</p>`;
    if (what.kind === 'sidebar key') return html`<p>${texts.text(what.text)}</p>`;
    if (what.kind === 'test ticket sent') return html`<p>${texts.text('testTicketSent')}</p>`;
    return html`<h2>${texts.text('staleTitle')}</h2>
      <p>${texts.text('stale')}</p>
      <ul>
        ${what.changes.map((change) => html`<li>${texts.text('staleChange', change)}</li>`)}
      </ul>`;
  }
}
