import { html } from 'hono/html';
import type { Html } from '../pages/layout.ts';
import { checkboxes } from './agent-form.ts';
import { groupNames, roles } from './agent.ts';
import type { Parameter, SidebarApp } from './app.ts';
import { type AppSettings, appSettingsSchema } from './installation.ts';

export const settingsPage = (app: SidebarApp, integrationId: number, notice?: string): Html => html`
  ${notice === undefined ? '' : html`<div class="notice" role="status">${notice}</div>`}
  ${settingsForm(app, integrationId)}
`;

/** What the admin fills in, and who is to see the app. Secure values go in and never come out again. */
export function settingsForm(app: SidebarApp, integrationId: number): Html {
  const { parameters, settings, restrictions } = app;
  return html`<form class="card" method="post" action="/admin-center/apps/${integrationId}/settings">
    ${parameters.map((parameter) => field(parameter, settings[parameter.name] ?? ''))}
    <p class="meta">Nothing chosen below: everybody sees the app.</p>
    ${checkboxes('roles', 'Only these roles', roles, restrictions.roles)}
    ${checkboxes('groups', 'Only these groups', groupNames, restrictions.groups)}
    <p><button class="primary">Update</button></p>
  </form>`;
}

function field({ name, label, helpText, secure }: Parameter, value: string): Html {
  const id = `setting-${name}`;
  const input = secure
    ? html`<input type="text" id="${id}" name="${id}" autocomplete="off" aria-describedby="${id}-help" />`
    : html`<input type="text" id="${id}" name="${id}" value="${value}" aria-describedby="${id}-help" />`;
  const stored = value === '' ? 'Nothing is stored.' : 'A value is stored; leave this empty to keep it.';
  return html`<label for="${id}">${label}</label>
    ${input}
    <p class="meta" id="${id}-help">${helpText} ${secure ? stored : ''}</p>`;
}

/** What the posted form changes. */
export function readSettings({ parameters }: SidebarApp, form: URLSearchParams): AppSettings {
  const given = parameters.flatMap(({ name, secure }) => {
    const value = form.get(`setting-${name}`)?.trim();
    return value === undefined || (secure && value === '') ? [] : [[name, value] as const];
  });
  return appSettingsSchema.parse({
    settings: Object.fromEntries(given),
    restrictions: { roles: form.getAll('roles'), groups: form.getAll('groups') },
  });
}
