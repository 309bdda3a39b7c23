import { html } from 'hono/html';
import type { EndUser, Ticket } from '../model.ts';
import type { SimulatedZendesk } from '../simulator.ts';
import { type Html, timeOf } from './layout.ts';

/** All tickets, the one with the latest news first. */
export function ticketsPage(zendesk: SimulatedZendesk): Html {
  const users = new Map(zendesk.endUsers().map((user) => [user.id, user]));
  const tickets = zendesk.tickets().toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt) || b.id - a.id);
  return html`<div id="tickets" data-live>
    ${
      tickets.length === 0
        ? html`<p class="meta">No ticket yet. Press <strong>Pull now</strong>.</p>`
        : html`<table>
            <thead>
              <tr>
                <th>Ticket</th>
                <th>Subject</th>
                <th>Requester</th>
                <th>Status</th>
                <th>Updated</th>
              </tr>
            </thead>
            <tbody>
              ${tickets.map((ticket) => row(ticket, users.get(ticket.requesterId)))}
            </tbody>
          </table>`
    }
  </div>`;
}

function row(ticket: Ticket, requester: EndUser | undefined): Html {
  return html`<tr>
    <td>#${ticket.id}</td>
    <td>
      <a href="/tickets/${ticket.id}">${ticket.subject || 'No subject'}</a>
      <div class="meta">${ticket.tags.join(' · ')}</div>
    </td>
    <td>${requester?.name ?? ''}</td>
    <td><span class="badge">${ticket.status}</span> ${ticket.priority ?? ''}</td>
    <td>${timeOf(ticket.updatedAt)}</td>
  </tr>`;
}
