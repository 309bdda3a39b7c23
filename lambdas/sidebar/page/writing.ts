import { cleanReply, isEmptyReply, replyLength } from '../../core/reply-text.ts';
import type { Card, ReplyOnCard } from '../contract.ts';

/** What there is to say about a public reply before it is sent. */
export type Hint =
  | { kind: 'gone' }
  | { kind: 'empty' }
  | { kind: 'too-long'; length: number; max: number }
  | { kind: 'replaces'; authorName: string | null; text: string | null }
  | { kind: 'mail-inside' }
  | { kind: 'person-inside'; value: string };

/** Whose reply may be replaced: the agent has seen exactly this one. */
export const replyKey = ({ published }: ReplyOnCard): string => JSON.stringify(published);

/** `typed` is never blank: an empty editor sends no comment at all. */
export function hintsFor(typed: string, card: Card): Hint[] {
  const text = cleanReply(typed);
  const length = replyLength(text);
  const max = card.replyMaxCharacters;
  const { published } = card.reply;
  const hints: (Hint | false)[] = [
    card.review.state === 'removed' && { kind: 'gone' },
    isEmptyReply(text) && { kind: 'empty' },
    length > max && { kind: 'too-long', length, max },
    /[^\s@<>]{1,64}@[^\s@<>.]{1,63}(\.[^\s@<>.]{1,63}){0,9}\.[^\s@<>.]{2,}/.test(text) && {
      kind: 'mail-inside',
    },
    ...personalValues(card)
      .filter((value) => mentions(text, value))
      .map((value) => ({ kind: 'person-inside' as const, value })),
    // Last: what it speaks of is shown below it.
    published !== null &&
      !published.ours && {
        kind: 'replaces',
        authorName: published.authorName,
        text: published.text,
      },
  ];
  return hints.filter((hint) => hint !== false);
}

/** A hint that stops a submit, the gravest first. */
export const stopOf = (hints: Hint[]): Hint | undefined =>
  hints.find(({ kind }) => kind !== 'mail-inside' && kind !== 'person-inside');

/** What the card knows of the person and nobody else should read. Very short values would be found everywhere. */
function personalValues({ review, findReviewer }: Card): string[] {
  const answers = findReviewer?.requests.map(({ answer }) => answer) ?? [];
  const values = [
    review.referenceId,
    ...answers.flatMap((answer) => [answer?.referenceId, answer?.phoneNumber, answer?.address]),
  ];
  const known = values.filter((value) => typeof value === 'string').map((value) => value.trim());
  return [...new Set(known)].filter((value) => value.length >= 4);
}

/** The value as a word of its own: order 2024 is not in 120245. */
function mentions(text: string, value: string): boolean {
  const [haystack, needle] = [text.toLowerCase(), value.toLowerCase()];
  const isPartOfWord = (sign: string | undefined) => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
    if (!isPartOfWord(haystack[at - 1]) && !isPartOfWord(haystack[at + needle.length])) return true;
  }
  return false;
}
