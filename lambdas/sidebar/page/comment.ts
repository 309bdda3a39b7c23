import { toPlainText } from './plain-text.ts';
import type { ZafClient } from './zaf.ts';

/** The text of the public reply that is being written; undefined where none is (internal note, empty editor). */
export async function readPublicReply(client: ZafClient): Promise<string | undefined> {
  const read = await client.get(['comment.text', 'comment.type']);
  const typed = read['comment.text'];
  if (typeof typed !== 'string' || read['comment.type'] !== 'publicReply') return undefined;
  const text = toPlainText(typed);
  return text.trim() === '' ? undefined : text;
}
