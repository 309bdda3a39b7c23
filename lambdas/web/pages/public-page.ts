import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import type { HttpResponse } from '../../runtime/http.ts';
import { logoSvg, markColours } from '../app-package/logo-svg.ts';
import { html, type Html } from '../html/html.ts';
import { pageStyle } from './page-style.ts';

export const productName = 'Trustpilot reviews for Zendesk';

const mark = logoSvg(markColours);

/** Our mark as a picture without words; the text beside it names the product. */
export const markPicture: Html = raw(mark);

/** The one style sheet of these pages stands inside them, allowed by its hash: one request, and nothing else may run. */
const styleTag: Html = raw(`<style>${pageStyle}</style>`);
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface PublicPageOptions {
  /** Of this page; the product's name follows it in the browser's tab. */
  title: string;
  description?: string;
  publicUrl: string;
  body: Html;
  status?: number;
}

/** A page that anybody may read: no script, no form, nothing from elsewhere. */
export function publicPage({
  title,
  description,
  publicUrl,
  body,
  status = 200,
}: PublicPageOptions): HttpResponse {
  const markup = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${productName}</title>
        ${description !== undefined && html`<meta name="description" content="${description}" />`}
        <link rel="icon" href="data:image/svg+xml,${encodeURIComponent(mark)}" />
        ${styleTag}
      </head>
      <body>
        <header class="top wide">
          <a class="brand" href="${publicUrl}/">${markPicture}<span>${productName}</span></a>
        </header>
        ${body}
        <footer class="bottom">
          <div class="wide">
            <nav aria-label="More">
              <a href="${publicUrl}/">Set-up</a>
              <a href="${publicUrl}/zendesk/dashboard">Deployment health</a>
              <a href="${publicUrl}/zendesk/manifest.json">Integration manifest</a>
            </nav>
            <p>
              Independent software, neither made nor endorsed by Trustpilot or Zendesk. Their names belong to
              them.
            </p>
          </div>
        </footer>
      </body>
    </html> `;
  return {
    statusCode: status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
    },
    body: markup.toString(),
  };
}
