import { raw } from 'hono/html';
import { html, type Html } from '../../html/html.ts';
import { markPicture } from '../public-page.ts';

/* Drawings for the three steps. Colours come from the page's style by class, so that they follow light and dark. */
const picture = (inside: string): Html =>
  raw(
    `<svg class="picture" viewBox="0 0 280 150" aria-hidden="true"><path class="p-back" d="M0 0h280v150H0z"/>${inside}</svg>`,
  );

const placedMark = (x: number, y: number, size: number): string =>
  html`${markPicture}`
    .toString()
    .replace('<svg ', `<svg x="${x}" y="${y}" width="${size}" height="${size}" `);

const bar = (x: number, y: number, width: number, className = 'p-bar'): string =>
  `<rect class="${className}" x="${x}" y="${y}" width="${width}" height="6" rx="3"/>`;

const button = (x: number, y: number, width: number, label: string): string =>
  `<rect class="p-brand" x="${x}" y="${y}" width="${width}" height="24" rx="5"/>` +
  `<text class="p-label" x="${x + width / 2}" y="${y + 16}" text-anchor="middle">${label}</text>`;

const pointer = (x: number, y: number): string =>
  `<path class="p-pointer" transform="translate(${x} ${y})" d="M0 0v17l4.2-3.7 2.9 6.2 3.3-1.5-2.9-6.1 5.7-.4z"/>`;

/** A browser window with a narrow menu, whose entry `chosen` is marked. */
const adminWindow = (chosen: number): string =>
  '<rect class="p-card" x="30" y="20" width="220" height="131" rx="8"/><path class="p-line" d="M30 38h220M92 38v112"/>' +
  [42, 52, 62].map((x) => `<circle class="p-bar" cx="${x}" cy="29" r="3"/>`).join('') +
  [52, 68, 84, 100, 116, 132]
    .map((y, index) =>
      index === chosen
        ? `<rect class="p-tint" x="36" y="${y - 5}" width="50" height="16" rx="4"/>${bar(42, y, 36, 'p-brand')}`
        : bar(42, y, index % 2 === 0 ? 30 : 38),
    )
    .join('');

export const downloadPicture: Html = picture(
  '<path class="p-card" d="M105 16h50l22 22v62a6 6 0 0 1-6 6h-66a6 6 0 0 1-6-6V22a6 6 0 0 1 6-6z"/>' +
    '<path class="p-line" d="M155 16v16a6 6 0 0 0 6 6h16"/>' +
    placedMark(117, 44, 42) +
    bar(118, 92, 40) +
    '<path class="p-stroke" d="M84 112v10a8 8 0 0 0 8 8h96a8 8 0 0 0 8-8v-10"/>' +
    '<circle class="p-brand" cx="186" cy="92" r="17"/><path class="p-arrow" d="M186 83v17m-7-7 7 7 7-7"/>',
);

export const uploadPicture: Html = picture(
  adminWindow(1) +
    bar(106, 52, 62) +
    button(106, 76, 132, 'Upload private app') +
    bar(106, 118, 116) +
    bar(106, 132, 86) +
    pointer(228, 91),
);

export const addAccountPicture: Html = picture(
  adminWindow(3) +
    bar(106, 52, 74) +
    '<rect class="p-card" x="104" y="68" width="134" height="34" rx="6"/>' +
    placedMark(112, 74, 22) +
    bar(142, 78, 78) +
    bar(142, 88, 46) +
    button(138, 114, 100, 'Add account') +
    pointer(228, 129),
);
