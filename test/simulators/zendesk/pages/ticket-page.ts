import { html } from 'hono/html';
import type { Comment, Delivery, EndUser, Ticket } from '../model.ts';
import { action, type Html, timeOf } from './layout.ts';

export interface TicketView {
  ticket: Ticket;
  requester: EndUser | undefined;
  /** The agent's link to where a comment came from. */
  linkOf: (externalId: string) => string | undefined;
  /** What its script needs to know. */
  desk: { settings: string; colorScheme: string };
  apps: Html;
  agent: Html;
}

/** One ticket as an agent sees it. */
export function ticketPage({ ticket, requester, linkOf, desk, apps, agent }: TicketView): Html {
  const { comments, status } = ticket;
  return html`<div class="desk" data-desk="${desk.settings}" data-color-scheme="${desk.colorScheme}">
    <div>
      <div id="comments" data-live>${comments.map((comment) => commentCard(ticket, comment, linkOf))}</div>
      ${status === 'closed' ? html`<p class="meta">This ticket is closed.</p>` : replyBox(ticket)}
    </div>
    <aside aria-label="Ticket">
      ${apps}
      <div id="ticket" data-live>${facts(ticket, requester)}</div>
      ${status === 'closed' ? '' : actions(ticket)} ${agent}
    </aside>
    <div class="toasts" role="status"></div>
  </div>`;
}

const actions = (ticket: Ticket): Html => html`
  <div class="row">
    ${statusButton(ticket, 'pending', 'Pending')} ${statusButton(ticket, 'solved', 'Solve')}
    ${statusButton(ticket, 'closed', 'Close')}
    ${action(`/tickets/${ticket.id}/change-requester`, 'Change requester')}
  </div>
`;

function facts(ticket: Ticket, requester: EndUser | undefined): Html {
  const custom = ticket.customFields.map(({ id, value }) => `${id}: ${JSON.stringify(value)}`);
  const followUp = html`<dt>Follow-up of</dt>
    <dd><a href="/tickets/${ticket.followUpOf ?? ''}">#${ticket.followUpOf ?? ''}</a></dd>`;
  return html`<dl class="card facts">
    <dt>Status</dt>
    <dd><span class="badge">${ticket.status}</span></dd>
    <dt>Requester</dt>
    <dd>
      ${ticket.requesterChanged ? 'changed by an agent' : (requester?.name ?? '')}
      <span class="meta">${requester?.externalId}</span>
    </dd>
    <dt>Priority</dt>
    <dd>${ticket.priority ?? 'none'}</dd>
    <dt>Type</dt>
    <dd>${ticket.type ?? 'none'}</dd>
    <dt>Tags</dt>
    <dd>${ticket.tags.map((tag) => html`<span class="badge">${tag}</span> `)}</dd>
    <dt>Fields</dt>
    <dd>${custom.join(', ') || 'none'}</dd>
    <dt>Channel</dt>
    <dd>${channelOf(ticket)}</dd>
    <dt>Thread</dt>
    <dd class="meta">${ticket.threadId ?? 'none'}</dd>
    <dt>Replies</dt>
    <dd>${ticket.allowChannelback ? 'go out through the channel' : 'not possible through the channel'}</dd>
    ${ticket.followUpOf === undefined ? '' : followUp}
  </dl>`;
}

function channelOf({ via }: Ticket): string {
  if (via.channel === 'email') return `e-mail of ${via.source.from.address}`;
  const { service_info: info } = via.source.from;
  return `${info.registered_integration_service_name}, ${info.integration_service_instance_name}`;
}

function commentCard(ticket: Ticket, comment: Comment, linkOf: TicketView['linkOf']): Html {
  const { author, externalId } = comment;
  const link = externalId === undefined ? undefined : linkOf(externalId);
  const kind = `${comment.public ? '' : 'note'} ${author.kind === 'agent' ? 'agent' : ''}`;
  return html`<article class="card comment ${kind}" id="comment-${comment.id}">
    <header>
      <span class="avatar" aria-hidden="true">${initialsOf(author.name)}</span>
      <strong>${author.name}</strong>
      ${comment.public ? '' : html`<span class="badge warn">Internal note</span>`}
      ${timeOf(comment.originCreatedAt ?? comment.createdAt)}
    </header>
    ${body(comment)} ${comment.delivery === undefined ? '' : deliveryOf(ticket, comment, comment.delivery)}
    <footer class="meta">
      <span>${externalId ?? ''}</span>
      ${link === undefined ? '' : html`<a href="${link}" target="_blank" rel="noopener">Open in origin</a>`}
    </footer>
  </article>`;
}

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => Array.from(word)[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();

/** HTML of the service is shown where no script runs: sandbox without allow-scripts, and this page's own policy. */
function body(comment: Comment): Html {
  if (comment.html === undefined) return html`<div class="message">${comment.text}</div>`;
  const page = `<!doctype html><base target="_blank"><link rel="stylesheet" href="/static/comment.css">${comment.html}`;
  const sandbox = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox';
  return html`<iframe class="html" title="Comment" sandbox="${sandbox}" srcdoc="${page}"></iframe>`;
}

function deliveryOf(ticket: Ticket, comment: Comment, delivery: Delivery): Html {
  const kind = { sending: 'warn', delivered: 'good', 'not delivered': 'bad', 'not sent': 'bad' }[
    delivery.state
  ];
  const attempts = delivery.attempts > 1 ? ` (${delivery.attempts} attempts)` : '';
  return html`<div class="row">
    <span class="badge ${kind}" role="status">${delivery.state}${attempts}</span>
    <span class="meta">${delivery.reason ?? ''}</span>
    ${
      delivery.requestId === undefined
        ? ''
        : action(`/tickets/${ticket.id}/comments/${comment.id}/repeat`, 'Send the same call again', 'quiet')
    }
  </div>`;
}

function replyBox(ticket: Ticket): Html {
  return html`<form
    class="card composer"
    method="post"
    action="/tickets/${ticket.id}/reply"
    data-composer
    autocomplete="off"
  >
    <div class="row" role="radiogroup" aria-label="Kind of comment">
      <label class="switch"><input type="radio" name="kind" value="public" checked /> Public</label>
      <label class="switch"><input type="radio" name="kind" value="note" /> Internal</label>
    </div>
    <label for="text">Reply</label>
    <textarea id="text" name="text" rows="5" required></textarea>
    <p class="notice bad" role="alert" data-problem hidden></p>
    <p class="row">
      <button class="primary to-all">Public reply</button>
      <button class="primary to-us">Internal note</button>
    </p>
  </form>`;
}

function statusButton(ticket: Ticket, status: string, label: string): Html {
  return html`<form method="post" action="/tickets/${ticket.id}/status">
    <button name="status" value="${status}">${label}</button>
  </form>`;
}
