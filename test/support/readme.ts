import { readFileSync } from 'node:fs';

export const root = new URL('../../', import.meta.url);

/** What is shown as code is no heading and no link. */
const readme = readFileSync(new URL('README.md', root), 'utf8')
  .replaceAll(/^```.*?^```$/gms, '')
  .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()#]/g, ''));

/** What links and pictures name. */
export const targets = [...readme.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)].map(([, target = '']) => target);

export const headings = [...readme.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) => title.trim());

/** As GitHub makes them of headings: lower case, no punctuation, a hyphen for each space. */
export const anchors = headings.map((title) =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-'),
);
