import { cutToBytes, fitsBytes } from '../content.ts';
import { maxMessageBytes } from './limits.ts';
import { cutNotice, type Paragraph } from './paragraphs.ts';

/** The plain text of a comment; what a person wrote is cut, with a notice, where the whole would not fit. */
export function toMessage(paragraphs: Paragraph[]): string {
  const message = join(paragraphs);
  if (fitsBytes(message, maxMessageBytes)) return message;
  const longest = paragraphs.reduce((a, b) => (quoteBytes(b) > quoteBytes(a) ? b : a));
  if (quoteBytes(longest) === 0) return cutToBytes(message, maxMessageBytes);
  return toMessage(shorten(paragraphs, longest, Buffer.byteLength(message) - maxMessageBytes));
}

const join = (paragraphs: Paragraph[]): string => paragraphs.map(({ text }) => text).join('\n\n');

const quoteBytes = ({ text, role }: Paragraph): number => (role === 'quote' ? Buffer.byteLength(text) : 0);

/** Takes `excess` bytes, and room for the notice, out of the longest quote. */
function shorten(paragraphs: Paragraph[], longest: Paragraph, excess: number): Paragraph[] {
  const notice = paragraphs.some(({ text }) => text === cutNotice) ? [] : [{ text: cutNotice }];
  const room = quoteBytes(longest) - excess - Buffer.byteLength(join([{ text: '' }, ...notice]));
  const cut: Paragraph = { text: cutToBytes(longest.text, Math.max(0, room)), role: 'quote' };
  return paragraphs.flatMap((paragraph) => (paragraph === longest ? [cut, ...notice] : [paragraph]));
}

/** The same as HTML, everything escaped; undefined where it would not fit, since the plain text says it all. */
export function toHtmlMessage(paragraphs: Paragraph[]): string | undefined {
  const html = paragraphs.map(toHtml).join('');
  return fitsBytes(html, maxMessageBytes) ? html : undefined;
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
