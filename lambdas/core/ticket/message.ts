import { cutToBytes } from '../content.ts';
import { maxMessageBytes } from './limits.ts';
import { cutNotice, type Paragraph } from './paragraphs.ts';

/** The plain text of a comment; what a person wrote is cut, with a notice, where the whole would not fit. */
export function toMessage(paragraphs: Paragraph[]): string {
  const whole = join(paragraphs);
  const excess = Buffer.byteLength(whole) - maxMessageBytes;
  return excess <= 0 ? whole : join(shorten(paragraphs, excess));
}

const join = (paragraphs: Paragraph[]): string => paragraphs.map(({ text }) => text).join('\n\n');

/** Takes `excess` bytes, and room for the notice, out of the longest quote. */
function shorten(paragraphs: Paragraph[], excess: number): Paragraph[] {
  const size = ({ text, role }: Paragraph) => (role === 'quote' ? Buffer.byteLength(text) : 0);
  const longest = paragraphs.reduce((a, b) => (size(b) > size(a) ? b : a));
  const notice = paragraphs.some(({ text }) => text === cutNotice) ? [] : [{ text: cutNotice }];
  const room = size(longest) - excess - Buffer.byteLength(`\n\n${cutNotice}`);
  const cut: Paragraph = { text: cutToBytes(longest.text, Math.max(0, room)), role: 'quote' };
  return paragraphs.flatMap((paragraph) => (paragraph === longest ? [cut, ...notice] : [paragraph]));
}

/** The same as HTML, everything escaped; undefined where it would not fit, since the plain text says it all. */
export function toHtmlMessage(paragraphs: Paragraph[]): string | undefined {
  const html = paragraphs.map(toHtml).join('');
  return Buffer.byteLength(html) <= maxMessageBytes ? html : undefined;
}

const tags = {
  heading: ['<p><strong>', '</strong></p>'],
  quote: ['<p>', '</p>'],
  plain: ['<p>', '</p>'],
} as const;

function toHtml({ text, role }: Paragraph): string {
  const [open, close] = tags[role ?? 'plain'];
  return `${open}${escapeHtml(text).replaceAll(/\r\n|\r|\n/g, '<br>')}${close}`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
