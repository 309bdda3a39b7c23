import type { Ticket } from '../model.ts';
import type { Simulation } from '../simulation.ts';

export interface Email {
  subject: string;
  text: string;
  name?: string;
}

/** A ticket that came by e-mail, for what an app does where it has no business. */
export function addEmailTicket(
  { memory, clock }: Simulation,
  { subject, text, name = 'Ebbe Lund' }: Email,
): Ticket {
  const now = clock.now();
  const address = 'ebbe.lund@mail.example';
  const requesterId = memory.nextId('endUser');
  memory.endUsers.set(requesterId, {
    id: requesterId,
    integrationId: 0,
    externalId: address,
    name,
    imageUrl: undefined,
    locale: undefined,
    identity: undefined,
  });
  const ticket: Ticket = {
    id: memory.nextId('ticket'),
    integrationId: 0,
    accountId: 0,
    subject,
    status: 'new',
    type: undefined,
    priority: undefined,
    tags: [],
    customFields: [],
    requesterId,
    requesterChanged: false,
    threadId: undefined,
    followUpOf: undefined,
    allowChannelback: false,
    allowAttachments: true,
    via: {
      channel: 'email',
      source: { from: { address, name }, to: { address: 'support@acme.example' }, rel: null },
    },
    comments: [
      {
        id: memory.nextId('comment'),
        author: { kind: 'end-user', name, externalId: undefined },
        public: true,
        text,
        html: undefined,
        externalId: undefined,
        originCreatedAt: undefined,
        createdAt: now,
        displayInfo: [],
        attachments: [],
        delivery: undefined,
      },
    ],
    createdAt: now,
    updatedAt: now,
  };
  memory.tickets.set(ticket.id, ticket);
  return ticket;
}
