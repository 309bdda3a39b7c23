import type { HttpResponse } from '../../runtime/http.ts';
import { hidden } from '../html/fields.ts';
import { html } from '../html/html.ts';
import { page } from '../html/page.ts';
import type { Session } from './session.ts';

/**
 * The last page: the browser itself hands the account over to Zendesk (Channel framework 3.2). `state` is left out
 * when editing, so that a pull in progress goes on where it is.
 */
export function finishPage(
  { dialogue, texts, zendeskOrigin }: Session,
  account: { name: string; metadata: string; isNew: boolean },
): HttpResponse {
  return page({
    texts,
    title: texts.text('saving'),
    framedBy: zendeskOrigin,
    formTo: zendeskOrigin,
    referrerPolicy: 'no-referrer',
    body: html`<main class="message">
      <div class="message-mark" aria-hidden="true">✓</div>
      <h1>${texts.text('saving')}</h1>
      <form method="post" action="${dialogue.returnUrl}" data-finish>
        ${hidden('name', account.name)}${hidden('metadata', account.metadata)}${account.isNew && hidden('state', '')}
        <p>${texts.text('savingHint')}</p>
        <button class="button button-primary">${texts.text('finish')}</button>
      </form>
    </main>`,
  });
}
