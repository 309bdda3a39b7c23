import { html } from 'hono/html';
import type { Account, Integration } from '../model.ts';
import type { SimulatedZendesk } from '../simulator.ts';
import { action, type Html, timeOf } from './layout.ts';

/** The integrations and their accounts. */
export function channelsPage(zendesk: SimulatedZendesk, notice?: string): Html {
  const integrations = zendesk.integrations();
  return html`
    ${notice === undefined ? '' : html`<div class="notice" role="status"><strong>${notice}</strong> <a href="/">What comes next</a></div>`}
    ${integrations.length === 0 ? html`<p>No app is installed. <a href="/admin-center/apps">Install one</a>.</p>` : ''}
    ${integrations.map((integration) => integrationCard(integration, zendesk.accounts()))}
  `;
}

function integrationCard(integration: Integration, accounts: Account[]): Html {
  const { manifest, id } = integration;
  const own = accounts.filter(({ integrationId }) => integrationId === id);
  const link = (url: string | undefined, label: string) =>
    url === undefined ? '' : html`<a href="${url}">${label}</a>`;
  return html`<section class="card" aria-label="${manifest.name}">
    <h2>${manifest.name}</h2>
    <p class="meta">
      ${manifest.author ?? ''} ${manifest.version === undefined ? '' : `version ${manifest.version}`} ·
      ${manifest.id} ${link(manifest.urls.about_url, 'About')} ${link(manifest.urls.dashboard_url, 'Status')}
    </p>
    <p><a class="button primary" href="/admin-center/accounts/new?integration=${id}">Add account</a></p>
    <div id="accounts-${id}" data-live>
      ${
        own.length === 0
          ? html`<p class="meta">No account yet.</p>`
          : html`<table>
              <thead>
                <tr>
                  <th>Account</th>
                  <th>State</th>
                  <th>Last pull</th>
                  <th>Actions</th>
                </tr>
              </thead>
              <tbody>
                ${own.map(accountRow)}
              </tbody>
            </table>`
      }
    </div>
  </section>`;
}

function accountRow(account: Account): Html {
  const base = `/admin-center/accounts/${account.id}`;
  const state = account.active
    ? html`<span class="badge good">Active</span>`
    : html`<span class="badge bad">Deactivated</span> ${account.deactivatingError ?? ''}`;
  const { lastPull } = account;
  return html`<tr>
    <td>${account.name}</td>
    <td>
      ${state}
      ${account.needsAttention ? html`<span class="badge warn">Needs attention: edit this account</span>` : ''}
    </td>
    <td>
      ${
        lastPull === undefined
          ? 'none yet'
          : html`<span class="badge ${lastPull.ok ? 'good' : 'bad'}">${lastPull.ok ? 'ok' : 'failed'}</span>
              ${timeOf(lastPull.at)} ${lastPull.summary}`
      }
    </td>
    <td>
      <div class="row">
        <a class="button" href="${base}/edit">Edit</a>
        ${action(`${base}/pull`, 'Pull')}
        ${account.active ? action(`${base}/deactivate`, 'Deactivate') : action(`${base}/activate`, 'Activate')}
        ${action(`${base}/remove`, 'Remove', 'danger')}
      </div>
    </td>
  </tr>`;
}
