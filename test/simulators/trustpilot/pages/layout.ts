import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { type Answer, page } from '../answer.ts';

/** A piece of a page. The tag escapes whatever is put into it. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const style = `
:root { color-scheme: light; --ink: #1b1f29; --soft: #667085; --line: #e3e6ec; --accent: #0b7a55; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: #f6f7f9; }
header { background: #fff; border-bottom: 1px solid var(--line); }
header nav { max-width: 52rem; margin: auto; padding: .9rem 1rem; display: flex; gap: 1.25rem; flex-wrap: wrap; }
header strong { margin-right: auto; }
main { max-width: 52rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
a { color: var(--accent); }
.card { background: #fff; border: 1px solid var(--line); border-radius: .75rem; padding: 1.1rem 1.25rem; margin: 0 0 1rem; }
.soft { color: var(--soft); font-size: .9rem; }
.stars { color: var(--accent); letter-spacing: .1em; font-size: 1.35rem; line-height: 1.2; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.reply { border-left: 3px solid var(--accent); background: #f3f9f6; padding: .75rem 1rem; margin: .75rem 0; border-radius: 0 .4rem .4rem 0; } .reply p { margin: .35rem 0 0; }
.badge { background: #fdeccc; color: #6b4500; border-radius: 1rem; padding: .1rem .6rem; font-size: .8rem; }
label { display: block; margin: .6rem 0; } label:first-child { margin-top: 0; } label.line { display: flex; gap: .5rem; align-items: baseline; }
input:not([type=checkbox]):not([type=radio]), select, textarea { display: block; width: 100%; font: inherit;
  padding: .5rem .6rem; border: 1px solid #8a93a3; border-radius: .4rem; background: #fff; }
textarea { min-height: 6rem; }
button { font: inherit; padding: .5rem .95rem; border-radius: .4rem; border: 1px solid #8a93a3; background: #fff;
  cursor: pointer; }
a.button { display: inline-block; padding: .5rem .95rem; border-radius: .4rem; text-decoration: none; }
button.primary, a.button { background: var(--accent); border-color: var(--accent); color: #fff; }
.row { display: flex; gap: .5rem; flex-wrap: wrap; align-items: center; } .row form { margin: 0; }
details { margin-top: .75rem; } summary { cursor: pointer; }
:focus-visible { outline: 3px solid #7cc4a8; outline-offset: 2px; }
`;

/** A whole page of the simulator. */
export async function layout(status: number, title: string, content: Html): Promise<Answer> {
  const whole = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Trustpilot (simulated)</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <header>
          <nav aria-label="Main">
            <strong>Trustpilot <span class="soft">simulated</span></strong>
            <a href="/ui">Domains</a> <a href="/ui/write">Write a review</a> <a href="/ui/bad-day">Bad day</a>
          </nav>
        </header>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;
  return page(status, String(whole));
}
