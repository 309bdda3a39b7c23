import { html } from 'hono/html';
import type { AppPackageReport } from '../app-package-validator.ts';
import type { Guide } from '../options.ts';
import type { SidebarApp } from '../sidebar/app.ts';
import { settingsForm } from '../sidebar/settings-form.ts';
import type { SimulatedZendesk } from '../simulator.ts';
import { action, type Html } from './layout.ts';

export interface InstallOutcome {
  message: string;
  ok: boolean;
  /** Whose settings are asked for next. */
  integrationId?: number;
  report?: Pick<AppPackageReport, 'errors' | 'warnings'>;
}

interface AppsView {
  outcome: InstallOutcome | undefined;
  guide: Guide | undefined;
  apps: ReadonlyMap<number, SidebarApp>;
}

/** Where the admin uploads a private app. */
export function appsPage(zendesk: SimulatedZendesk, { outcome, guide, apps }: AppsView): Html {
  const installed = zendesk.integrations().map(
    (integration) =>
      html`<tr>
        <td>${integration.app?.name ?? integration.manifest.name}</td>
        <td>${integration.app?.version ?? ''}</td>
        <td class="meta">${integration.manifestUrl}</td>
        <td>
          <div class="row">
            ${
              apps.get(integration.id)?.page === undefined
                ? ''
                : html`<a class="button" href="/admin-center/apps/${integration.id}/settings">Settings</a>`
            }
            ${action(`/admin-center/apps/${integration.id}/refresh`, 'Read manifest again')}
            ${action(`/admin-center/apps/${integration.id}/uninstall`, 'Uninstall', 'danger')}
          </div>
        </td>
      </tr>`,
  );
  return html`
    ${outcome === undefined ? '' : outcomeOf(outcome)} ${settingsAfter(outcome, apps)}
    <form class="card" method="post" action="/admin-center/apps" enctype="multipart/form-data">
      <label for="package">Zip file of the app</label>
      <input type="file" id="package" name="package" accept=".zip,application/zip" />
      <label for="url">or its download address</label>
      <input
        type="url"
        id="url"
        name="url"
        value="${guide?.appAddress ?? ''}"
        placeholder="http://localhost:8787/download/zendesk-app.zip"
      />
      <p><button class="primary">Upload and install</button></p>
    </form>
    <h2>Installed</h2>
    ${
      installed.length === 0
        ? html`<p class="meta">No app is installed.</p>`
        : html`<table>
            <thead>
              <tr>
                <th>App</th>
                <th>Version</th>
                <th>Manifest</th>
                <th>Actions</th>
              </tr>
            </thead>
            <tbody>
              ${installed}
            </tbody>
          </table>`
    }
  `;
}

/** The settings of an app are asked for as soon as it is installed; they can wait. */
function settingsAfter(outcome: InstallOutcome | undefined, apps: AppsView['apps']): Html | string {
  const app = apps.get(outcome?.integrationId ?? 0);
  if (app === undefined || outcome?.integrationId === undefined || app.parameters.length === 0) return '';
  return html`<h2>Settings of ${app.name}</h2>
    ${settingsForm(app, outcome.integrationId)}
    <h2>Another app, or a newer version</h2>`;
}

function outcomeOf({ message, ok, report }: InstallOutcome): Html {
  const list = (lines: string[]) =>
    html`<ul>
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>`;
  return html`<div class="notice ${ok ? '' : 'bad'}" role="status">
    <strong>${message}</strong>
    ${ok ? html`<a href="/admin-center/channel-integrations">Add an account in Channel integrations</a>` : ''}
    ${
      report === undefined || report.errors.length === 0
        ? ''
        : html`<h2>Errors</h2>
            ${list(report.errors)}`
    }
    ${
      report === undefined || report.warnings.length === 0
        ? ''
        : html`<h2>Warnings</h2>
            ${list(report.warnings)}`
    }
  </div>`;
}
