/*
 * Zendesk's limits. Where its documentation and its JSON schemas differ, the smaller one; whether they count
 * characters or bytes is not said, so both must fit.
 */
/** `message` and `html_message`: maxLength 65535 (any_channel_json_schemas, external_resource.json). */
export const maxMessageBytes = 65_535;
/** `author.name`: maxLength 255 (external_resource.json). */
export const maxNameBytes = 255;
/** Zendesk shows and searches subjects as one line; longer ones are of no use to an agent. */
export const maxSubjectCharacters = 150;
/** A whole pull answer. Lambda's own limit is 6 MB; Zendesk names none. */
export const maxPullBytes = 4_000_000;

/** The first `max` code points of `text`, with an ellipsis where something was left out. */
export function cutToCharacters(text: string, max: number): string {
  if (text.length <= max) return text;
  const characters = Array.from(text);
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}
