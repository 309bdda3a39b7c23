import type { Simulation } from '../simulation.ts';
import type { Comment, Ticket } from '../model.ts';
import { groupNames } from './agent.ts';

/**
 * What an app reads with `client.get` (Apps framework, 4.2): nested objects, so that a path is a walk through them.
 * `ticket.externalId` is null and `display_info` is not there: nobody saw either.
 */
export function deskData(simulation: Simulation, ticket: Ticket) {
  const { memory, subdomain } = simulation;
  const requester = memory.endUsers.get(ticket.requesterId);
  const customFields = ticket.customFields.map(({ id, value }) => [`customField:custom_field_${id}`, value]);
  return {
    ticket: {
      id: ticket.id,
      subject: ticket.subject,
      status: ticket.status,
      type: ticket.type ?? null,
      priority: ticket.priority ?? null,
      tags: ticket.tags,
      externalId: null,
      description: ticket.comments[0]?.text ?? '',
      via: ticket.via,
      createdAt: ticket.createdAt,
      updatedAt: ticket.updatedAt,
      requester: {
        id: ticket.requesterId,
        name: requester?.name ?? '',
        identities: requester?.identity === undefined ? [] : [requester.identity],
      },
      comments: ticket.comments.map(toComment),
      conversation: ticket.comments.map(toEntry),
      ...(Object.fromEntries(customFields) as Record<string, unknown>),
    },
    currentUser: currentUser(simulation),
    currentAccount: { subdomain },
  };
}

export const currentUser = ({ agent: { groups, id, name, email, role, locale } }: Simulation) => ({
  id,
  name,
  email,
  role,
  locale,
  groups: groups.map((group) => ({ id: 301 + groupNames.indexOf(group), name: group })),
});

const toComment = ({ id, author, text, html }: Comment) => ({
  id,
  author: { name: author.name, role: author.kind },
  value: html ?? text,
});

const toEntry = ({ author, text, html, createdAt, public: isPublic }: Comment) => ({
  author: { name: author.name, role: author.kind },
  message: { content: html ?? text, contentType: html === undefined ? 'text/plain' : 'text/html' },
  channel: { name: isPublic ? 'any_channel' : 'internal' },
  timestamp: createdAt,
  attachments: [],
});
