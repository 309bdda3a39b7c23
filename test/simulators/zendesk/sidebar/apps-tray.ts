import { html } from 'hono/html';
import type { Html } from '../pages/layout.ts';
import type { Simulation } from '../simulation.ts';
import { isShownTo, publicSettings, type SidebarApp } from './app.ts';

/** As real hosts allow it, as far as is known; none lets a frame use cookies or storage of its own site. */
const sandbox =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals';

/** The apps beside a ticket: those with a page there, for the agents to whom the admin shows them. */
export function appsTray(simulation: Simulation): Html {
  const apps = [...simulation.memory.apps.values()].filter((app) => isShownTo(app, simulation.agent));
  return html`<div class="apps">
    <div
      data-tray-handle
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the apps"
      tabindex="0"
    ></div>
    ${apps.map((app) => (app.page === undefined ? '' : appCard(app, app.page)))}
  </div>`;
}

function appCard(app: SidebarApp, page: string): Html {
  const { appId, installationId, name, version, assetFolder, flexible } = app;
  const relative = page.replace(/^assets\//, '');
  const onPage = {
    appId,
    installationId,
    name,
    version,
    settings: publicSettings(app),
    page: URL.canParse(page) ? page : assetFolder + relative,
  };
  return html`<section
    class="app ${flexible ? '' : 'fixed'}"
    aria-label="${name}"
    data-app="${JSON.stringify(onPage)}"
  >
    <header><strong>${name}</strong><button type="button" class="quiet" data-reload>Reload</button></header>
    <iframe title="${name}" sandbox="${sandbox}"></iframe>
  </section>`;
}

/** What the host script needs to know. */
export function deskSettings(simulation: Simulation, ticketId: number): string {
  const { subdomain, assetOrigin, behaviour } = simulation;
  const { saveHookTimeoutMs, mostSidebarHeight } = behaviour;
  return JSON.stringify({ ticketId, subdomain, assetOrigin, saveHookTimeoutMs, mostSidebarHeight });
}
