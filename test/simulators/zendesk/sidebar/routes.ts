import { type Call, formOf, json, type Reply, type Route, seeOther } from '../http/http-server.ts';
import { findTicket } from '../memory.ts';
import type { Simulation } from '../simulation.ts';
import { z } from 'zod';
import { agentChangeSchema } from './agent.ts';
import { currentUser, deskData } from './desk-data.ts';
import { hostScript } from './host-script.ts';
import { findInstallation } from './installation.ts';
import { publicSettings } from './app.ts';
import { proxyRequest } from './proxy.ts';
import { requestOptionsSchema } from './request-options.ts';

const proxyBodySchema = z.object({ installationId: z.number(), options: requestOptionsSchema });

/** What the ticket page asks the server for on behalf of its apps. */
export function sidebarRoutes(simulation: Simulation): Route[] {
  const { memory } = simulation;
  const ticketOf = ({ params }: Call) => findTicket(memory, Number(params[0]));
  return [
    {
      method: 'GET',
      path: '/static/sidebar-host.js',
      handle: () => ({
        status: 200,
        headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' },
        body: hostScript(),
      }),
    },
    {
      method: 'GET',
      path: '/sidebar/tickets/:id',
      handle: (call) => json(deskData(simulation, ticketOf(call))),
    },
    { method: 'POST', path: '/sidebar/proxy', handle: (call) => proxy(simulation, call) },
    { method: 'POST', path: '/agent', handle: (call) => changeAgent(simulation, formOf(call)) },
    ...zendeskApi(simulation, ticketOf),
  ];
}

/** Only the ticket page has the agent's session: a frame of another origin cannot forge this header. */
async function proxy(simulation: Simulation, { headers, body }: Call): Promise<Reply> {
  if (!['same-origin', undefined].includes(headers['sec-fetch-site'])) return { status: 403 };
  const { installationId, options } = proxyBodySchema.parse(JSON.parse(body.toString('utf8')));
  const app = findInstallation(simulation.memory, installationId);
  return json(await proxyRequest(simulation, app, options));
}

function changeAgent({ agent }: Simulation, form: URLSearchParams): Reply {
  const given = ['role', 'locale', 'colorScheme'].filter((name) => form.has(name));
  const groups = form.has('profile') ? { groups: form.getAll('groups') } : {};
  const change = Object.fromEntries(given.map((name) => [name, form.get(name)]));
  Object.assign(agent, agentChangeSchema.parse({ ...change, ...groups }));
  const back = form.get('back') ?? '/';
  return seeOther(/^\/(?!\/)/.test(back) ? back : '/');
}

/** A little of Zendesk's own API, with the rights of the signed-in agent. */
function zendeskApi(
  simulation: Simulation,
  ticketOf: (call: Call) => Parameters<typeof deskData>[1],
): Route[] {
  const { memory, agent } = simulation;
  return [
    {
      method: 'GET',
      path: '/api/v2/users/me.json',
      handle: () => json({ user: currentUser(simulation) }),
    },
    {
      method: 'GET',
      path: '/api/v2/tickets/:id.json',
      handle: (call) => json({ ticket: deskData(simulation, ticketOf(call)).ticket }),
    },
    {
      method: 'GET',
      path: '/api/v2/apps/installations/:id.json',
      handle: ({ params }) => {
        if (agent.role !== 'admin') return json({ error: 'Forbidden' }, 403);
        const app = findInstallation(memory, Number(params[0]));
        return json({ id: app.installationId, app_id: app.appId, settings: publicSettings(app) });
      },
    },
  ];
}
