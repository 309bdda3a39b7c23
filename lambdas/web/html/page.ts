import type { HttpResponse } from '../../runtime/http.ts';
import { assetPaths } from '../assets/assets.ts';
import type { Texts } from '../texts/texts.ts';
import { html, type Html } from './html.ts';

export interface PageOptions {
  texts: Texts;
  title: string;
  body: Html;
  status?: number;
  /** Who may frame the page: an origin, or nobody. */
  framedBy?: string | undefined;
  /** Where its forms may go besides our own origin; null where a form's redirects lead away from us. */
  formTo?: string | null | undefined;
  /** Sent along with our own requests only; `no-referrer` would also hide the Origin of our own forms. */
  referrerPolicy?: 'no-referrer' | 'same-origin';
}

/** A whole page of the dialogue. Scripts and styles come from our own origin only, nothing is inline. */
export function page(options: PageOptions): HttpResponse {
  const { texts, title, body, status = 200, referrerPolicy = 'same-origin' } = options;
  const markup = html`<!doctype html>
    <html lang="${texts.language}" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="stylesheet" href="${assetPaths.style}" />
        <script type="module" src="${assetPaths.script}"></script>
      </head>
      <body>
        ${body}
      </body>
    </html> `;
  return {
    statusCode: status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy(options),
      'referrer-policy': referrerPolicy,
    },
    body: markup.toString(),
  };
}

function contentSecurityPolicy({ framedBy, formTo }: PageOptions): string {
  const formAction = formTo === null ? [] : [`form-action 'self'${formTo === undefined ? '' : ` ${formTo}`}`];
  return [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    ...formAction,
    `frame-ancestors ${framedBy ?? "'none'"}`,
    "base-uri 'none'",
  ].join('; ');
}

/** A piece of page for the script of a page that is already there. */
export const fragment = (body: Html): HttpResponse => ({
  statusCode: 200,
  headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" },
  body: body.toString(),
});
