/* Imports nothing: the agent's sidebar counts by the same rules as the Lambda that publishes. */

/** All control characters but tab and line feed: invisible, and refused by many systems. */
const controlCharacters = /[^\P{Cc}\t\n]/gu;
/** Editors leave zero-width characters behind where nothing was typed. */
const visible = /[^\s\p{Cf}]/u;

/** An agent's text as typed, line ends normalised, control characters dropped. */
export const cleanReply = (message: string): string =>
  message.replaceAll(/\r\n?/g, '\n').replaceAll(controlCharacters, '');

export const isEmptyReply = (text: string): boolean => !visible.test(text);

/** In code points, as a person counts. */
export const replyLength = (text: string): number => Array.from(text).length;
