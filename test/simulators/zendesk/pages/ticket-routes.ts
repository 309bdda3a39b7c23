import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Call, formOf, type Reply, type Route, seeOther } from '../http/http-server.ts';
import { agentForm } from '../sidebar/agent-form.ts';
import { appsTray, deskSettings } from '../sidebar/apps-tray.ts';
import type { Simulation } from '../simulation.ts';
import type { SimulatedZendesk } from '../simulator.ts';
import type { Show } from './routes.ts';
import { ticketPage } from './ticket-page.ts';
import { ticketsPage } from './tickets-page.ts';

/** How long the agent's browser waits for the delivery before the page shows it as under way. */
const PATIENCE_MS = 2000;

const statusSchema = z.enum(['open', 'pending', 'hold', 'solved', 'closed']);

/** The agent's desk. */
export function ticketRoutes(
  simulation: Simulation,
  zendesk: SimulatedZendesk,
  show: Show,
  linkOf: (externalId: string, integrationId: number) => string | undefined,
): Route[] {
  const showTicket = ({ params }: Call): Promise<Reply> => {
    const ticket = zendesk.ticket(Number(params[0]));
    const requester = zendesk.endUsers().find(({ id }) => id === ticket.requesterId);
    const link = (externalId: string) => linkOf(externalId, ticket.integrationId);
    const title = `#${ticket.id} ${ticket.subject}`;
    const path = `/tickets/${ticket.id}`;
    const beside = { apps: appsTray(simulation), agent: agentForm(simulation.agent, path) };
    const desk = { settings: deskSettings(simulation, ticket.id), colorScheme: simulation.agent.colorScheme };
    const page = ticketPage({ ticket, requester, linkOf: link, desk, ...beside });
    return show(title, page, path, { script: '/static/sidebar-host.js' });
  };
  return [
    { method: 'GET', path: '/tickets', handle: () => show('Tickets', ticketsPage(zendesk), '/tickets') },
    { method: 'GET', path: '/tickets/:id', handle: showTicket },
    ticketAction('reply', async (id, call) => reply(zendesk, id, formOf(call))),
    ticketAction('status', (id, call) =>
      zendesk.setStatus(id, statusSchema.parse(formOf(call).get('status'))),
    ),
    ticketAction('change-requester', (id) => zendesk.changeRequester(id)),
    ticketAction('comments/:comment/repeat', (id, call) => repeat(zendesk, id, Number(call.params[1]))),
  ];
}

function ticketAction(name: string, work: (ticketId: number, call: Call) => unknown): Route {
  const handle = async (call: Call): Promise<Reply> => {
    const id = Number(call.params[0]);
    await work(id, call);
    return seeOther(`/tickets/${id}`);
  };
  return { method: 'POST', path: `/tickets/:id/${name}`, handle };
}

async function reply(zendesk: SimulatedZendesk, id: number, form: URLSearchParams): Promise<void> {
  const text = form.get('text') ?? '';
  if (text.trim() === '') return;
  const isPublic = form.get('kind') !== 'note';
  await patiently(zendesk.agentReplies(id, text, { public: isPublic }));
}

async function repeat(zendesk: SimulatedZendesk, ticketId: number, commentId: number): Promise<void> {
  const { text, delivery } = zendesk.comment(ticketId, commentId);
  if (delivery?.requestId === undefined) return;
  await patiently(zendesk.agentReplies(ticketId, text, { requestId: delivery.requestId }));
}

function patiently(work: Promise<unknown>): Promise<unknown> {
  return Promise.race([work, sleep(PATIENCE_MS, undefined, { ref: false })]);
}
