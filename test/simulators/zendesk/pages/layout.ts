import { html } from 'hono/html';
import type { Reply } from '../http/http-server.ts';

export type Html = ReturnType<typeof html>;

export interface Page {
  title: string;
  body: Html;
  subdomain: string;
  status?: number;
  /** A script of this page alone. */
  script?: string;
  /** A path to come back to after "Pull now". */
  path?: string;
}

const sections = [
  ['/', 'Home'],
  ['/admin-center/apps', 'Install app'],
  ['/admin-center/channel-integrations', 'Channel integrations'],
  ['/tickets', 'Tickets'],
  ['/bad-day', 'Bad day'],
  ['/transcript', 'Transcript'],
] as const;

/** A page of the simulated Zendesk with its navigation. */
export async function toPage(page: Page): Promise<Reply> {
  const { title, body, subdomain, status = 200, path = '/', script } = page;
  const links = sections.map(
    ([href, label]) =>
      html`<a href="${href}" ${isCurrent(href, path) ? html`aria-current="page"` : ''}>${label}</a>`,
  );
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – simulated Zendesk</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/static/zendesk.css" />
      </head>
      <body>
        <nav aria-label="Zendesk">
          <strong>${subdomain}.zendesk.com <small>simulated</small></strong>
          ${links}
          <form method="post" action="/pull-now">
            <input type="hidden" name="back" value="${path}" />
            <button>Pull now</button>
          </form>
        </nav>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        <script src="/static/zendesk.js"></script>
        ${script === undefined ? '' : html`<script src="${script}"></script>`}
      </body>
    </html>`;
  return htmlReply(await document, status);
}

function isCurrent(href: string, path: string): boolean {
  return href === path || (href !== '/' && path.startsWith(`${href}/`));
}

/** A bare page, for the inside of the dialogue's iframe. */
export async function toBarePage(title: string, body: Html, status = 200): Promise<Reply> {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <link rel="stylesheet" href="/static/zendesk.css" />
      </head>
      <body>
        <main>${body}</main>
        <script src="/static/zendesk.js"></script>
      </body>
    </html>`;
  return htmlReply(await document, status);
}

/** Nothing from elsewhere, except what stands in the iframe: tickets hold hostile text. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  'img-src data:',
  // A request that an app wants to make from the agent's browser.
  'connect-src http: https:',
  'frame-src http: https:',
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');

function htmlReply(document: { toString(): string }, status: number): Reply {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body: document.toString(),
  };
}

/** A moment to the minute; the whole of it for machines. */
export const timeOf = (instant: string): Html =>
  html`<time class="meta" datetime="${instant}">${instant.slice(0, 16).replace('T', ' ')}</time>`;

/** A button that posts. */
export function action(path: string, label: string, kind: 'primary' | 'danger' | 'quiet' | '' = ''): Html {
  return html`<form method="post" action="${path}"><button class="${kind}">${label}</button></form>`;
}
