import type { HttpResponse } from '../../runtime/http.ts';
import { html, type Html } from '../html/html.ts';
import { page } from '../html/page.ts';
import type { Texts } from '../texts/texts.ts';
import { hidden } from '../html/fields.ts';
import { paths } from '../dialogue/frame.ts';

/**
 * "Connect Trustpilot to **acme**.zendesk.com": whoever is led here sees which Zendesk would get the access, before
 * Trustpilot asks. Nobody may frame it, so that nobody can make a person choose Continue unseen.
 */
export const consentPage = (texts: Texts, subdomain: string, token: string): HttpResponse =>
  page({
    texts,
    title: texts.plainText('popupTitle', { subdomain }),
    // Trustpilot's login may lead over hosts that we do not know, and browsers hold form-action against each of them.
    formTo: null,
    body: popup(
      html`<div class="link-mark" aria-hidden="true"><span></span><span></span></div>
        <h1>${texts.rich('popupTitle', { subdomain })}</h1>
        <p>${texts.rich('popupIntro', { subdomain })}</p>
        <p class="hint">${texts.text('popupCheck')}</p>
        <form method="post" action="${paths.connectContinue}">
          ${hidden('dialogue', token)}
          <button class="button button-primary">${texts.text('popupContinue')}</button>
        </form>`,
    ),
  });

/** Tells the dialogue that opened the window, and closes it; the text is for browsers that do not let it. */
export const connectedPage = (texts: Texts, subdomain: string): HttpResponse =>
  page({
    texts,
    title: texts.text('popupDoneTitle'),
    referrerPolicy: 'no-referrer',
    body: popup(
      html`<div data-connected>
        <div class="message-mark" aria-hidden="true">✓</div>
        <h1>${texts.text('popupDoneTitle')}</h1>
        <p role="status">${texts.rich('popupDone', { subdomain })}</p>
      </div>`,
    ),
  });

const popup = (body: Html): Html => html`<main class="message">${body}</main>`;
