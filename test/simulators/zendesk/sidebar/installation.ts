import { z } from 'zod';
import { InstallError } from '../install/manifest.ts';
import { type Memory, NotFoundError } from '../memory.ts';
import type { Integration } from '../model.ts';
import { groupNames, roles } from './agent.ts';
import type { AppContents, Parameter, SidebarApp } from './app.ts';

export const appSettingsSchema = z
  .object({
    settings: z.record(z.string(), z.string()),
    restrictions: z.object({ roles: z.array(z.enum(roles)), groups: z.array(z.enum(groupNames)) }),
  })
  .partial()
  .strict();

/** What the admin chooses when installing, or later. */
export type AppSettings = z.infer<typeof appSettingsSchema>;

/** Installs the page and the settings of a package beside its integration, or updates them. */
export function installApp(
  memory: Memory,
  integration: Integration,
  contents: AppContents,
  chosen: AppSettings,
): SidebarApp {
  const { assets, hash, ...manifest } = contents;
  const installed = memory.apps.get(integration.id);
  const ids = installed ?? { appId: memory.nextId('app'), installationId: memory.nextId('installation') };
  const app: SidebarApp = {
    settings: {},
    restrictions: { roles: [], groups: [] },
    ...installed,
    ...manifest,
    appId: ids.appId,
    installationId: ids.installationId,
    assetFolder: `/${ids.appId}/assets/${memory.nextId('upload')}-${hash}/`,
  };
  const ready = withSettings(app, chosen);
  memory.assets.set(app.assetFolder, assets);
  memory.apps.set(integration.id, ready);
  return ready;
}

export function changeSettings(memory: Memory, integrationId: number, change: AppSettings): SidebarApp {
  const app = withSettings(findApp(memory, integrationId), change);
  memory.apps.set(integrationId, app);
  return app;
}

/** The app of an integration, or the only one. */
export function findApp(memory: Memory, integrationId?: number): SidebarApp {
  const app = integrationId === undefined ? [...memory.apps.values()][0] : memory.apps.get(integrationId);
  if (app === undefined) throw new NotFoundError('There is no such app');
  return app;
}

export function findInstallation(memory: Memory, installationId: number): SidebarApp {
  const app = [...memory.apps.values()].find((candidate) => candidate.installationId === installationId);
  if (app === undefined) throw new NotFoundError(`There is no installation ${installationId}`);
  return app;
}

function withSettings(app: SidebarApp, { settings = {}, restrictions = app.restrictions }: AppSettings) {
  const changed: SidebarApp = { ...app, settings: { ...app.settings, ...settings }, restrictions };
  checkSettings(changed.parameters, changed.settings);
  return changed;
}

/** Throws where a setting is unknown, or a required one is missing. */
export function checkSettings(parameters: Parameter[], settings: Record<string, string>): void {
  const known = new Set(parameters.map(({ name }) => name));
  const unknown = Object.keys(settings).filter((name) => !known.has(name));
  const missing = parameters.filter(({ name, required }) => required && !settings[name]);
  const reasons = [
    ...unknown.map((name) => `the app has no setting ${name}`),
    ...missing.map(({ label }) => `the setting ${label} is required`),
  ];
  if (reasons.length > 0) throw new InstallError(reasons);
}
