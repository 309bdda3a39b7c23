import { createHash } from 'node:crypto';
import type { Content } from './review.ts';

/** A review's row holds several versions of its text and DynamoDB items end at 400 KB; Zendesk shows 65,535 bytes at most. */
export const maxStoredTextBytes = 65_000;
const maxStoredTitleBytes = 1_000;

/** Made when a text is cut, which is seldom: making one reads ICU's tables, 8 ms of every cold start. */
let segmenter: Intl.Segmenter | undefined;
const graphemesOf = (text: string): Intl.Segments =>
  (segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })).segment(text);
/** Longer than any emoji sequence in use; what is longer still is cut inside rather than dropped whole. */
const graphemeReach = 128;

/** No unit of a string takes more than three bytes, so that most texts need no counting. */
export const fitsBytes = (text: string, maxBytes: number): boolean =>
  text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes;

/** The longest beginning of `text` that fits, ending between two characters as people see them. */
export function cutToBytes(text: string, maxBytes: number): string {
  if (fitsBytes(text, maxBytes)) return text;
  const fits = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes)).read; // never half a surrogate pair
  const start = flagStart(text, Math.max(0, fits - graphemeReach));
  const split = graphemesOf(text.slice(start, fits + graphemeReach)).containing(fits - start);
  return text.slice(0, split === undefined || split.index === 0 ? fits : start + split.index);
}

/** Flags are pairs of letters: which two belong together is seen only from the beginning of their row. */
function flagStart(text: string, at: number): number {
  const isFlagLetter = (code = 0) => code >= 0x1f1e6 && code <= 0x1f1ff;
  let start = at > 0 && isFlagLetter(text.codePointAt(at - 1)) ? at - 1 : at;
  while (start > 1 && isFlagLetter(text.codePointAt(start - 2))) start -= 2;
  return start;
}

/**
 * What the reviewer wrote, ready to be stored. The hash covers everything, also what does not fit, so that an
 * edit at the end of a very long review is seen. An empty title or text counts as none: Trustpilot sends both
 * forms, and a change between them is not an edit.
 */
export function toContent(written: Pick<Content, 'stars' | 'title' | 'text' | 'updatedAt'>): Content {
  const { stars, updatedAt } = written;
  const title = written.title === '' ? null : written.title;
  const text = written.text === '' ? null : written.text;
  const stored = {
    title: title === null ? null : cutToBytes(title, maxStoredTitleBytes),
    text: text === null ? null : cutToBytes(text, maxStoredTextBytes),
  };
  const cut = stored.title !== title || stored.text !== text;
  const hash = createHash('sha256')
    .update(JSON.stringify([stars, title, text]))
    .digest('base64url')
    .slice(0, 22);
  return { stars, ...stored, ...(cut ? { cut } : {}), updatedAt, hash };
}
