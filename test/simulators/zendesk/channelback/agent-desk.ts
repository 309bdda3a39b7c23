import { randomUUID } from 'node:crypto';
import { prepareChannelback, sendChannelback } from './channelback.ts';
import type { ReplyTarget } from './channelback-form.ts';
import { findTicket } from '../memory.ts';
import type { Comment, Delivery, Ticket, TicketStatus } from '../model.ts';
import type { Simulation } from '../simulation.ts';

export interface AgentReplyOptions {
  /** Internal notes never leave Zendesk. */
  public?: boolean;
  /** The id of an earlier reply repeats that one's call instead of writing a new comment. */
  requestId?: string;
  /** Answer the newest item of the ticket or the first one; the behaviour's `channelbackParent` otherwise. */
  newestParent?: boolean;
  agent?: string;
  /** Attachments, sent along only when the manifest says `channelback_files`. */
  fileUrls?: string[];
}

/** An agent writes into a ticket; resolves when the reply is delivered or given up. */
export async function agentReplies(
  simulation: Simulation,
  ticketId: number,
  text: string,
  options: AgentReplyOptions = {},
): Promise<Comment> {
  const ticket = findTicket(simulation.memory, ticketId);
  const isPublic = options.public ?? true;
  const requestId = options.requestId ?? randomUUID();
  const earlier = ticket.comments.find((comment) => comment.delivery?.requestId === requestId);
  if (ticket.status === 'closed' && earlier === undefined) throw new Error(`Ticket ${ticketId} is closed`);
  const comment =
    earlier ?? addAgentComment(simulation, ticket, text, isPublic, options.agent ?? 'Agent Smith');
  // What else is public goes out by e-mail, which is none of an integration's business.
  if (!isPublic || ticket.via.channel === 'email') return comment;
  const reply = prepareChannelback(
    simulation,
    ticket,
    comment,
    requestId,
    targetOf(simulation, options),
    options.fileUrls,
  );
  if (typeof reply === 'string') comment.delivery = notSent(reply);
  else await sendChannelback(simulation, reply);
  return comment;
}

function targetOf({ behaviour }: Simulation, { newestParent }: AgentReplyOptions): ReplyTarget {
  if (newestParent === undefined) return behaviour.channelbackParent;
  return newestParent ? 'newest' : 'first';
}

function notSent(reason: string): Delivery {
  return { state: 'not sent', requestId: undefined, attempts: 0, status: undefined, reason };
}

function addAgentComment(
  { memory, clock }: Simulation,
  ticket: Ticket,
  text: string,
  isPublic: boolean,
  agent: string,
): Comment {
  const comment: Comment = {
    id: memory.nextId('comment'),
    author: { kind: 'agent', name: agent, externalId: undefined },
    public: isPublic,
    text,
    html: undefined,
    externalId: undefined,
    originCreatedAt: undefined,
    createdAt: clock.now(),
    displayInfo: [],
    attachments: [],
    delivery: undefined,
  };
  ticket.comments.push(comment);
  ticket.updatedAt = clock.now();
  if (isPublic && ticket.status === 'new') ticket.status = 'open';
  return comment;
}

/** A closed ticket stays closed for ever; every other status may follow any other. */
export function setStatus({ memory, clock }: Simulation, ticketId: number, status: TicketStatus): Ticket {
  const ticket = findTicket(memory, ticketId);
  if (ticket.status === 'closed') throw new Error(`Ticket ${ticketId} is closed`);
  ticket.status = status;
  ticket.updatedAt = clock.now();
  return ticket;
}

/** An agent gives the ticket to another requester: `recipient_id` of later replies is empty. */
export function changeRequester({ memory }: Simulation, ticketId: number): Ticket {
  const ticket = findTicket(memory, ticketId);
  ticket.requesterChanged = true;
  return ticket;
}
