import { BadInputError } from './errors.ts';

/** All control characters but tab and line feed: invisible, and refused by many systems. */
const controlCharacters = /[^\P{Cc}\t\n]/gu;
/** Editors leave zero-width characters behind where nothing was typed. */
const visible = /[^\s\p{Cf}]/u;

/**
 * An agent's text as it is published: as typed, line ends normalised, control characters dropped, never cut.
 * @throws BadInputError (422) with a reason that an agent understands
 */
export function toReplyText(message: string, maxCharacters: number): string {
  const text = message.replaceAll(/\r\n?/g, '\n').replaceAll(controlCharacters, '');
  if (!visible.test(text))
    throw new BadInputError('The reply is empty. Write a text and send it again.', { status: 422 });
  const length = Array.from(text).length;
  if (length > maxCharacters) {
    const message = `The reply has ${length} characters; Trustpilot gets at most ${maxCharacters}. Shorten it and send it again.`;
    throw new BadInputError(message, { status: 422 });
  }
  return text;
}
