import type { Fact, Note } from '../fact.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { Content } from '../review.ts';
import { cutToCharacters } from './limits.ts';
import { reviewUrl } from './review-url.ts';
import { starLine } from './stars.ts';

/** One paragraph of a comment; `text` is what a person wrote and the only part that may be cut. */
export interface Paragraph {
  text: string;
  role?: 'heading' | 'quote';
}

/** A comment as paragraphs, from which the plain text and the HTML are made. */
export function toParagraphs({ fact, details, reviewId }: OutboxEntry, domain: string): Paragraph[] {
  const link = reviewUrl(reviewId);
  switch (fact.kind) {
    case 'arrived':
      return [{ text: starLine(fact.content.stars) }, ...written(fact.content), block(details, domain, link)];
    case 'edited':
      return [...edited(fact), { text: `Review: ${link}` }];
    case 'company-reply':
      return linked(companyReply(fact), link, fact.cut);
    case 'removed':
      return [{ text: `The review is no longer on Trustpilot. Replies to it cannot be published. ${link}` }];
    case 'restored':
      return [{ text: `The review is back on Trustpilot and can be answered again. ${link}` }];
    case 'note':
      return linked(note(fact.note), link, fact.note.cut);
  }
}

/** Where a text is quoted there may be more of it than fits. */
const linked = (paragraphs: Paragraph[], link: string, cut = false): Paragraph[] =>
  paragraphs.some(({ role }) => role === 'quote')
    ? [...paragraphs, ...(cut ? [{ text: cutNotice }] : []), { text: `Review: ${link}` }]
    : paragraphs;

const by = (authorName: string | null): string =>
  authorName === null ? '' : ` by ${cutToCharacters(authorName, 255)}`;

function written({ title, text, cut }: Content): Paragraph[] {
  return [
    ...(title === null || title === '' ? [] : [{ text: title, role: 'heading' as const }]),
    ...(text === null || text === '' ? [] : [{ text, role: 'quote' as const }]),
    ...(cut === true ? [{ text: cutNotice }] : []),
  ];
}

export const cutNotice = '[The text is longer than fits here. The link leads to the review.]';

function block(details: OutboxEntry['details'], domain: string, link: string): Paragraph {
  const lines = [
    details.referenceId !== null && `Order reference: ${cutToCharacters(details.referenceId, 255)}`,
    details.experiencedAt !== null && `Date of experience: ${details.experiencedAt.slice(0, 10)}`,
    `Verified: ${details.verified ? 'yes' : 'no'}`,
    details.language !== null && `Language: ${cutToCharacters(details.language, 255)}`,
    `Domain: ${domain}`,
    `Review: ${link}`,
  ];
  return { text: lines.filter((line) => line !== false).join('\n') };
}

function edited({ before, content }: Extract<Fact, { kind: 'edited' }>): Paragraph[] {
  const stars =
    before.stars === content.stars
      ? `${starLine(content.stars)}, as before`
      : `${starLine(content.stars)}, before: ${starLine(before.stars)}`;
  const title = before.title === content.title ? [] : [{ text: `Title before: ${before.title ?? '(none)'}` }];
  return [{ text: `The reviewer edited the review: ${stars}` }, ...title, ...written(content)];
}

const deletedThere = 'The reply on Trustpilot was deleted there.';
const deletedHere = "An agent deleted the reply on Trustpilot from this ticket's sidebar.";

function companyReply({
  change,
  text,
  authorName,
  here,
}: Extract<Fact, { kind: 'company-reply' }>): Paragraph[] {
  if (change === 'deleted') return [{ text: here === true ? deletedHere : deletedThere }];
  const what = change === 'new' ? 'Replied on Trustpilot' : 'The reply on Trustpilot was changed';
  return [{ text: `${what}${by(authorName)}:` }, { text, role: 'quote' }];
}

function note(told: Note): Paragraph[] {
  switch (told.about) {
    case 'replaced-reply': {
      const heading = `When the reply from this ticket was sent, another one${by(told.authorName)} stood on Trustpilot, which it replaces. That one said:`;
      return [{ text: heading }, { text: told.text, role: 'quote' }];
    }
    case 'newer-reply-stands':
      return [
        {
          text: 'An older reply is not published on Trustpilot, because a newer one stands there:',
        },
        { text: told.text, role: 'quote' },
      ];
    case 'published-after-all':
      return [{ text: 'The reply that was shown as not delivered is published on Trustpilot after all.' }];
    case 'not-published':
      return [
        { text: 'This reply is not on Trustpilot. Send it again if it should be published:' },
        { text: told.text, role: 'quote' },
        ...(told.reason === undefined ? [] : [{ text: told.reason }]),
        ...standing(told.standing),
      ];
    case 'outcome-unknown':
      return [
        {
          text: 'Trustpilot did not say whether it took this reply, and cannot be read now. Look at the review before you send it again:',
        },
        { text: told.text, role: 'quote' },
      ];
  }
}

function standing(text: string | null | undefined): Paragraph[] {
  if (text === undefined) return [];
  return text === null
    ? [{ text: 'No reply stands on Trustpilot now.' }]
    : [{ text: 'What stands on Trustpilot now:' }, { text, role: 'quote' }];
}
