import { html } from 'hono/html';
import type { SimulatedZendesk } from '../simulator.ts';
import type { Html } from './layout.ts';

export function homePage(zendesk: SimulatedZendesk): Html {
  const errors = zendesk.violations().filter(({ severity }) => severity === 'error');
  return html`
    <p>
      This is a Zendesk account on your own machine, as far as channel integrations need one. It installs an
      app, opens the account dialogue, asks for new tickets, and sends agents' public replies to the service.
    </p>
    <div id="counts" data-live>
      <div class="card">
        <dl>
          <dt>Apps</dt>
          <dd>
            ${
              zendesk
                .integrations()
                .map(({ manifest }) => manifest.name)
                .join(', ') || 'none yet'
            }
          </dd>
          <dt>Accounts</dt>
          <dd>${zendesk.accounts().length}</dd>
          <dt>Tickets</dt>
          <dd>${zendesk.tickets().length}</dd>
          <dt>Violations</dt>
          <dd>${errors.length}</dd>
        </dl>
      </div>
    </div>
    <ol>
      <li><a href="/admin-center/apps">Install the app</a> from its zip.</li>
      <li><a href="/admin-center/channel-integrations">Add an account</a> in Channel integrations.</li>
      <li>
        Press <strong>Pull now</strong>, or wait two minutes, and look at the <a href="/tickets">tickets</a>.
      </li>
      <li>Reply to one, then look where the review stands.</li>
    </ol>
  `;
}
