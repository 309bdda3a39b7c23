import type { HttpResponse } from '../../runtime/http.ts';
import { html } from '../html/html.ts';
import { page } from '../html/page.ts';
import { carried, header, paths, popupName } from './frame.ts';
import type { Session } from './session.ts';

/** The first page of a new account: one thing to do. */
export function connectPage(session: Session, { notYet = false } = {}): HttpResponse {
  const { texts, zendeskOrigin } = session;
  return page({
    texts,
    title: texts.text('connectTitle'),
    framedBy: zendeskOrigin,
    formTo: zendeskOrigin,
    body: html`${header(session)}
      <main class="start">
        <form method="post" action="${paths.form}" data-connect data-status="${paths.connected}">
          ${carried(session)}
          ${notYet && html`<div class="alert alert-warning" role="alert">${texts.rich('connectNotYet')}</div>`}
          <h2>${texts.text('connectTitle')}</h2>
          <p>${texts.text('connectIntro')}</p>
          <ol class="steps">
            <li>${texts.text('connectStep1')}</li>
            <li>${texts.text('connectStep2')}</li>
            <li>${texts.text('connectStep3')}</li>
          </ol>
          <p>
            <button
              class="button button-primary"
              formaction="${paths.connect}"
              formtarget="${popupName}"
              data-popup
              aria-describedby="connect-hint"
            >
              ${texts.text('connectButton')}
            </button>
          </p>
          <p class="hint" id="connect-hint">${texts.text('connectHint')}</p>
          <p
            class="waiting"
            role="status"
            data-connect-status
            data-waiting="${texts.text('connectWaiting')}"
            data-done="${texts.text('connectDone')}"
            data-blocked="${texts.text('connectBlocked')}"
          ></p>
          <p class="go-on" data-without-script>
            <button class="button">${texts.text('connectGoOn')}</button>
          </p>
        </form>
      </main>`,
  });
}
