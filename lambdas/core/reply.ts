import { BadInputError } from './errors.ts';

/** Everything below U+0020 except tab and line feed, and delete: invisible, and refused by many systems. */
const controlCharacters = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

/**
 * An agent's text as it is published: as typed, line ends normalised, control characters dropped, never cut.
 * @throws BadInputError (422) with a reason that an agent understands
 */
export function toReplyText(message: string, maxCharacters: number): string {
  const text = message.replaceAll(/\r\n?/g, '\n').replaceAll(controlCharacters, '');
  if (text.trim() === '')
    throw new BadInputError('The reply is empty. Write a text and send it again.', { status: 422 });
  const length = Array.from(text).length;
  if (length > maxCharacters) {
    const message = `The reply has ${length} characters; Trustpilot gets at most ${maxCharacters}. Shorten it and send it again.`;
    throw new BadInputError(message, { status: 422 });
  }
  return text;
}
