import { html } from 'hono/html';
import type { Simulation } from '../simulation.ts';
import type { SimulatedZendesk } from '../simulator.ts';
import type { Html } from './layout.ts';

interface Step {
  title: string;
  text: Html;
  link: { label: string; url: string };
  isDone: boolean;
}

/** What this is, the way through it, and how far somebody has come. */
export function homePage(zendesk: SimulatedZendesk, simulation: Simulation): Html {
  const steps = toSteps(zendesk, simulation);
  const next = steps.find(({ isDone }) => !isDone);
  return html`
    <p class="lead">
      This is a Zendesk account on your own machine, as far as channel integrations need one. It installs an
      app, opens the account dialogue, asks for new tickets, and sends agents' public replies to the service.
    </p>
    <ol class="steps" id="steps" data-live>
      ${steps.map((step) => stepCard(step, step === next))}
    </ol>
    <div id="counts" data-live>${counts(zendesk)}</div>
  `;
}

function toSteps(zendesk: SimulatedZendesk, simulation: Simulation): Step[] {
  const { guide, pullIntervalSeconds } = simulation;
  const tickets = zendesk.tickets();
  const comments = tickets.flatMap((ticket) => ticket.comments);
  const writing =
    guide === undefined
      ? html``
      : html`Write a review on
          <a href="${guide.reviewSite.url}" target="_blank">${guide.reviewSite.name}</a>. `;
  const rhythm =
    pullIntervalSeconds === 0
      ? html`New tickets arrive when you press <strong>Pull now</strong>.`
      : html`New tickets arrive every ${pullIntervalSeconds} seconds, or when you press
          <strong>Pull now</strong>.`;
  return [
    {
      title: 'Install the app',
      text: html`Its zip names the service that this Zendesk will talk to.`,
      link: { label: 'Install app', url: '/admin-center/apps' },
      isDone: zendesk.integrations().length > 0,
    },
    {
      title: 'Add an account',
      text: html`The service's own dialogue opens in a frame: connect, choose domains, Submit.`,
      link: { label: 'Accounts', url: '/admin-center/channel-integrations' },
      isDone: zendesk.accounts().length > 0,
    },
    {
      title: 'Get a ticket',
      text: html`${writing}${rhythm}`,
      link: { label: 'Tickets', url: '/tickets' },
      isDone: tickets.length > 0,
    },
    {
      title: 'Reply',
      text: html`A public reply in the ticket goes to where the review stands.`,
      link: { label: 'Tickets', url: '/tickets' },
      isDone: comments.some(({ delivery }) => delivery?.state === 'delivered'),
    },
    ...sidebarStep(simulation),
  ];
}

/** Only an app with a page beside the tickets has it. */
function sidebarStep({ memory }: Simulation): Step[] {
  const [installed] = [...memory.apps].filter(([, { page }]) => page !== undefined);
  if (installed === undefined) return [];
  const [integrationId, { parameters, settings }] = installed;
  return [
    {
      title: 'Fill in the settings',
      text: html`The app stands beside each ticket. What its settings need is shown when you edit the
        <a href="/admin-center/channel-integrations">account</a>.`,
      link: { label: 'Settings of the app', url: `/admin-center/apps/${integrationId}/settings` },
      isDone: parameters.every(({ name }) => settings[name]),
    },
  ];
}

function stepCard({ title, text, link, isDone }: Step, isNext: boolean): Html {
  const kind = isDone ? 'done' : isNext ? 'next' : '';
  return html`<li class="card ${kind}">
    <h2>${title} ${isDone ? html`<span class="unseen">Done</span>` : ''}</h2>
    <p>${text}</p>
    <a class="button ${isNext ? 'primary' : ''}" href="${link.url}">${link.label}</a>
  </li>`;
}

function counts(zendesk: SimulatedZendesk): Html {
  const apps = zendesk.integrations().map(({ manifest }) => manifest.name);
  const errors = zendesk.violations().filter(({ severity }) => severity === 'error');
  return html`<dl class="card">
    <dt>Apps</dt>
    <dd>${apps.join(', ') || 'none yet'}</dd>
    <dt>Accounts</dt>
    <dd>${zendesk.accounts().length}</dd>
    <dt>Tickets</dt>
    <dd>${zendesk.tickets().length}</dd>
    <dt>Broken rules</dt>
    <dd>${errors.length} <a class="meta" href="/transcript">Transcript</a></dd>
  </dl>`;
}
