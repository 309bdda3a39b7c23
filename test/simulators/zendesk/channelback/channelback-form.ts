import type { Account, Comment, Integration, Ticket } from '../model.ts';
import type { Simulation } from '../simulation.ts';

/** What the reply answers: the newest item of the ticket or the first one. Not documented. */
export type ReplyTarget = 'newest' | 'first';

interface ReplyParts {
  integration: Integration;
  account: Account;
  ticket: Ticket;
  comment: Comment;
  requestId: string;
  target: ReplyTarget;
  fileUrls: string[];
}

/** The form of a channelback. There is no `state` in it. */
export function channelbackForm({ behaviour, memory }: Simulation, reply: ReplyParts): string {
  const { ticket, account } = reply;
  const form = new URLSearchParams({ message: reply.comment.text });
  const parentId = parentOf(reply);
  const withParent = behaviour.channelbackIds !== 'thread only' || ticket.threadId === undefined;
  if (withParent && parentId !== undefined) form.set('parent_id', parentId);
  if (behaviour.channelbackIds !== 'parent only' && ticket.threadId !== undefined)
    form.set('thread_id', ticket.threadId);
  // Empty when an agent gave the ticket to another requester.
  const recipient = ticket.requesterChanged
    ? ''
    : (memory.endUsers.get(ticket.requesterId)?.externalId ?? '');
  if (recipient !== '') form.set('recipient_id', recipient);
  else if (behaviour.emptyFieldAs !== 'absent')
    form.set('recipient_id', behaviour.emptyFieldAs === 'null' ? 'null' : '');
  form.set('metadata', account.metadata);
  form.set('request_unique_identifier', reply.requestId);
  if (reply.integration.manifest.channelback_files === true) {
    for (const fileUrl of reply.fileUrls) form.append('file_urls[]', fileUrl);
  }
  return form.toString();
}

/** The id of a resource, or of an earlier reply that channelback answered. */
function parentOf({ ticket, comment, target }: ReplyParts): string | undefined {
  const ids = ticket.comments
    .filter((candidate) => candidate !== comment)
    .map((candidate) => candidate.externalId)
    .filter((id) => id !== undefined);
  return target === 'first' ? ids[0] : ids.at(-1);
}
