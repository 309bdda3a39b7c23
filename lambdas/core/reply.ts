import { BadInputError } from './errors.ts';
import { cleanReply, isEmptyReply, replyLength } from './reply-text.ts';

/**
 * An agent's text as it is published: as typed, line ends normalised, control characters dropped, never cut.
 * @throws BadInputError (422) with a reason that an agent understands
 */
export function toReplyText(message: string, maxCharacters: number): string {
  const text = cleanReply(message);
  if (isEmptyReply(text))
    throw new BadInputError('The reply is empty. Write a text and send it again.', { status: 422 });
  const length = replyLength(text);
  if (length > maxCharacters) {
    const message = `The reply has ${length} characters; Trustpilot gets at most ${maxCharacters}. Shorten it and send it again.`;
    throw new BadInputError(message, { status: 422 });
  }
  return text;
}
