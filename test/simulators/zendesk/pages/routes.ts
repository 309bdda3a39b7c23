import { html } from 'hono/html';
import { clickthroughUrl } from '../agent-links.ts';
import { type Call, formOf, type Reply, type Route, seeOther } from '../http/http-server.ts';
import { NotFoundError } from '../memory.ts';
import type { Simulation } from '../simulation.ts';
import type { SimulatedZendesk } from '../simulator.ts';
import { adminCenterRoutes } from './admin-center-routes.ts';
import { badDayPage, readBadDay } from './bad-day-page.ts';
import { homePage } from './home-page.ts';
import { type Html, toPage } from './layout.ts';
import { scripts } from './scripts.ts';
import { commentStyles, styles } from './styles.ts';
import { ticketRoutes } from './ticket-routes.ts';
import { exchangePage, transcriptPage } from './transcript-page.ts';

/** Shows a page in the layout; the path marks the section of the navigation. */
export type Show = (
  title: string,
  body: Html,
  path: string,
  options?: { status?: number; script?: string },
) => Promise<Reply>;

/** The pages for people. */
export function pageRoutes(simulation: Simulation, zendesk: SimulatedZendesk): Route[] {
  const show: Show = (title, body, path, options = {}) =>
    toPage({ title, body, path, subdomain: simulation.subdomain, ...options });
  const linkOf = (externalId: string, integrationId: number) => {
    const known = simulation.memory.integrations.get(integrationId);
    return known?.manifest.urls.clickthrough_url === undefined
      ? undefined
      : clickthroughUrl(simulation, externalId, integrationId);
  };
  return [
    asset('/static/zendesk.css', 'text/css', styles),
    asset('/static/comment.css', 'text/css', commentStyles),
    asset('/static/zendesk.js', 'text/javascript', scripts),
    { method: 'GET', path: '/', handle: () => show('Home', homePage(zendesk, simulation), '/') },
    { method: 'GET', path: '/login', handle: () => show('Sign in', signIn(), '/login') },
    { method: 'POST', path: '/pull-now', handle: (call) => pullNow(zendesk, call) },
    ...adminCenterRoutes(simulation, zendesk, show),
    ...ticketRoutes(simulation, zendesk, show, linkOf),
    ...badDayRoutes(simulation, zendesk, show),
    ...transcriptRoutes(zendesk, show),
  ];
}

/** A page instead of a stack trace. */
export function pageError(error: unknown, subdomain: string): Promise<Reply> {
  const message = error instanceof Error ? error.message : String(error);
  const status = error instanceof NotFoundError ? 404 : 409;
  return toPage({ title: 'That did not work', body: html`<p>${message}</p>`, subdomain, status });
}

function asset(path: string, type: string, body: string): Route {
  const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' };
  return { method: 'GET', path, handle: () => ({ status: 200, headers, body }) };
}

function signIn(): Html {
  return html`<p>Zendesk knows an admin by the browser's session. A server has none.</p>`;
}

async function pullNow(zendesk: SimulatedZendesk, call: Call): Promise<Reply> {
  await zendesk.tick();
  const back = formOf(call).get('back') ?? '/';
  return seeOther(/^\/(?!\/)/.test(back) ? back : '/');
}

function badDayRoutes(simulation: Simulation, zendesk: SimulatedZendesk, show: Show): Route[] {
  const page = (notice?: string) =>
    show('Bad day', badDayPage(zendesk.badDay, simulation.events.heldCount, notice), '/bad-day');
  return [
    { method: 'GET', path: '/bad-day', handle: () => page() },
    {
      method: 'POST',
      path: '/bad-day',
      handle: (call) => {
        zendesk.setBadDay(readBadDay(formOf(call)));
        return page('Saved');
      },
    },
    {
      method: 'POST',
      path: '/good-day',
      handle: () => {
        zendesk.setGoodDay();
        return page('Everything works again');
      },
    },
    {
      method: 'POST',
      path: '/release-events',
      handle: async () => {
        await zendesk.releaseEvents();
        return page('The late events are delivered');
      },
    },
  ];
}

function transcriptRoutes(zendesk: SimulatedZendesk, show: Show): Route[] {
  return [
    {
      method: 'GET',
      path: '/transcript',
      handle: () => show('Transcript', transcriptPage(zendesk), '/transcript'),
    },
    {
      method: 'GET',
      path: '/transcript/:id',
      handle: ({ params }) => {
        const exchange = zendesk.transcript().find(({ id }) => id === Number(params[0]));
        if (exchange === undefined) throw new NotFoundError('There is no such exchange');
        return show(`${exchange.kind} ${exchange.id}`, exchangePage(exchange), '/transcript');
      },
    },
  ];
}
