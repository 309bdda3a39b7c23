import { isNamed, takeOne } from '../bad-day.ts';
import { endUserFor } from './end-users.ts';
import type { DuplicateId, ResourceEvent } from '../events.ts';
import type { ExternalResource } from './external-resource.ts';
import { importKey, importScope } from './import-scope.ts';
import type { Account, ChannelVia, Comment, EndUser, Integration, Ticket } from '../model.ts';
import type { Simulation } from '../simulation.ts';
import { FieldError, toTicketFields } from './ticket-fields.ts';

/** What became of one resource; the statuses of the push API fit pull as well. */
export type Conversion =
  | { outcome: 'success'; event: ResourceEvent; comment: Comment }
  | { outcome: 'already_imported'; duplicate: DuplicateId }
  | { outcome: 'could_not_locate_parent_external_resource' | 'processing_error'; reason: string }
  | { outcome: 'swallowed' };

interface Import {
  simulation: Simulation;
  integration: Integration;
  account: Account;
  scope: string;
  requestId: string;
  unknownParent: 'new ticket' | 'error';
}

/** Where a comment goes: onto a ticket, or onto a new one that may follow up a closed one. */
interface Place {
  ticket: Ticket | undefined;
  closedTicket: Ticket | undefined;
}

/** Returns a function that turns one accepted resource after the other into a ticket or a comment. */
export function createConverter(
  simulation: Simulation,
  integration: Integration,
  account: Account,
  requestId: string,
  unknownParent = simulation.behaviour.unknownParent,
): (resource: ExternalResource) => Conversion {
  const scope = importScope(simulation.behaviour, integration, account);
  return (resource) =>
    convert({ simulation, integration, account, scope, requestId, unknownParent }, resource);
}

function convert(run: Import, resource: ExternalResource): Conversion {
  const { simulation, scope } = run;
  const { memory, badDay, transcript } = simulation;
  const known = memory.imported.get(importKey(scope, resource.external_id));
  if (known !== undefined) {
    const { requestId, ticketId, commentId } = known;
    return {
      outcome: 'already_imported',
      duplicate: {
        external_id: resource.external_id,
        request_id: requestId,
        ticket_id: ticketId,
        comment_id: commentId,
      },
    };
  }
  if (isNamed(resource.external_id, badDay.notConverted) || takeOne(badDay, 'notConvertedNext'))
    return { outcome: 'swallowed' };
  const place = findPlace(run, resource);
  if (place === undefined) {
    return { outcome: 'could_not_locate_parent_external_resource', reason: resource.parent_id ?? '' };
  }
  try {
    return place.ticket === undefined
      ? openTicket(run, resource, place.closedTicket)
      : addToTicket(run, resource, place.ticket);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    transcript.violation('pull', `${resource.external_id}: ${error.message}`);
    return { outcome: 'processing_error', reason: error.message };
  }
}

function findPlace(
  { simulation, scope, unknownParent }: Import,
  resource: ExternalResource,
): Place | undefined {
  const { memory } = simulation;
  let ticketId: number | undefined;
  if (resource.thread_id !== undefined) ticketId = memory.threads.get(importKey(scope, resource.thread_id));
  if (resource.parent_id !== undefined) {
    ticketId = memory.imported.get(importKey(scope, resource.parent_id))?.ticketId;
    if (ticketId === undefined && unknownParent === 'error') return undefined;
  }
  const found = ticketId === undefined ? undefined : memory.tickets.get(ticketId);
  return found?.status === 'closed'
    ? { ticket: undefined, closedTicket: found }
    : { ticket: found, closedTicket: undefined };
}

function openTicket(run: Import, resource: ExternalResource, closedTicket: Ticket | undefined): Conversion {
  const { simulation, integration, account, scope } = run;
  const { memory, clock, behaviour } = simulation;
  const fields = toTicketFields(resource.message, resource.fields ?? [], behaviour.tagsAsString);
  const requester = endUserFor(simulation, integration, resource.author);
  const followsUp = closedTicket !== undefined && integration.manifest.create_followup_tickets !== false;
  const ticket: Ticket = {
    ...fields,
    id: memory.nextId('ticket'),
    integrationId: integration.id,
    accountId: account.id,
    requesterId: requester.id,
    requesterChanged: false,
    threadId: resource.thread_id,
    followUpOf: followsUp ? closedTicket.id : undefined,
    allowChannelback: true,
    allowAttachments: integration.manifest.channelback_files === true,
    via: viaOf(integration, account, followsUp),
    comments: [],
    createdAt: clock.now(),
    updatedAt: clock.now(),
  };
  memory.tickets.set(ticket.id, ticket);
  if (resource.thread_id !== undefined) memory.threads.set(importKey(scope, resource.thread_id), ticket.id);
  const comment = addComment(run, resource, ticket, requester);
  return { outcome: 'success', event: newTicketEvent(run, resource, ticket, comment), comment };
}

function newTicketEvent(
  { simulation }: Import,
  resource: ExternalResource,
  ticket: Ticket,
  comment: Comment,
): ResourceEvent {
  const ids = { external_id: resource.external_id, comment_id: comment.id };
  if (ticket.followUpOf === undefined)
    return { type_id: 'comment_on_new_ticket', ...ids, ticket_id: ticket.id };
  const closedFirst = simulation.behaviour.followUpEventTicketId === 'closed ticket';
  return {
    type_id: 'comment_on_follow_up_ticket',
    ...ids,
    ticket_id: closedFirst ? ticket.followUpOf : ticket.id,
    follow_up_ticket_id: closedFirst ? ticket.id : ticket.followUpOf,
  };
}

function addToTicket(run: Import, resource: ExternalResource, ticket: Ticket): Conversion {
  const author = endUserFor(run.simulation, run.integration, resource.author);
  const comment = addComment(run, resource, ticket, author);
  const isPublic = resource.internal_note !== true;
  // As for any customer comment: a pending, held or solved ticket is open again.
  if (ticket.status !== 'new' && (isPublic || run.simulation.behaviour.internalNoteReopens))
    ticket.status = 'open';
  return {
    outcome: 'success',
    comment,
    event: {
      type_id: 'comment_on_existing_ticket',
      external_id: resource.external_id,
      ticket_id: ticket.id,
      comment_id: comment.id,
    },
  };
}

function addComment(run: Import, resource: ExternalResource, ticket: Ticket, author: EndUser): Comment {
  const { memory, clock } = run.simulation;
  const comment: Comment = {
    id: memory.nextId('comment'),
    author: { kind: 'end-user', name: author.name, externalId: author.externalId },
    public: resource.internal_note !== true,
    text: resource.message,
    html: resource.html_message,
    externalId: resource.external_id,
    originCreatedAt: resource.created_at,
    createdAt: clock.now(),
    displayInfo: resource.display_info ?? [],
    attachments: [],
    delivery: undefined,
  };
  ticket.comments.push(comment);
  ticket.updatedAt = clock.now();
  ticket.allowChannelback = resource.allow_channelback ?? true;
  const imported = { requestId: run.requestId, ticketId: ticket.id, commentId: comment.id };
  memory.imported.set(importKey(run.scope, resource.external_id), imported);
  return comment;
}

function viaOf({ manifest }: Integration, account: Account, followsUp: boolean): ChannelVia {
  return {
    channel: 'any_channel',
    source: {
      from: {
        service_info: {
          supports_channelback: manifest.urls.channelback_url !== undefined,
          supports_clickthrough: manifest.urls.clickthrough_url !== undefined,
          registered_integration_service_name: manifest.name,
          registered_integration_service_external_id: manifest.id,
          integration_service_instance_name: account.name,
        },
      },
      to: {},
      rel: followsUp ? 'follow_up' : null,
    },
  };
}
