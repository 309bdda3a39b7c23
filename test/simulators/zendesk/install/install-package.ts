import { validateAppPackage, type AppPackageReport } from '../app-package-validator.ts';
import { install, refreshManifest } from './integrations.ts';
import { InstallError } from './manifest.ts';
import type { Integration } from '../model.ts';
import { readAppContents, type SidebarApp } from '../sidebar/app.ts';
import { type AppSettings, checkSettings, installApp } from '../sidebar/installation.ts';
import type { Simulation } from '../simulation.ts';

export interface PackageInstallation {
  integration: Integration;
  app: SidebarApp;
  /** Did the package replace an installed one? Its accounts stay. */
  isUpdate: boolean;
  report: AppPackageReport;
}

/** Installs the app of a zip, as an upload of a private app does, or updates the one of the same name. */
export async function installPackage(
  simulation: Simulation,
  zip: Uint8Array,
  settings: AppSettings = {},
): Promise<PackageInstallation> {
  const report = validateAppPackage(zip);
  if (report.errors.length > 0) throw new InstallError(report.errors);
  if (report.app === undefined) throw new InstallError(['requirements.json names no channel integration']);
  const { name, version, manifestUrl } = report.app;
  const { memory, behaviour } = simulation;
  const contents = readAppContents(zip);
  const installed = [...memory.integrations.values()].find(({ app }) => app?.name === name);
  if (installed === undefined) {
    checkSettings(contents.parameters, settings.settings ?? {});
    const integration = await install(simulation, manifestUrl, { name, version });
    const app = installApp(memory, integration, contents, settings);
    return { integration, app, isUpdate: false, report };
  }
  // "manifest_url itself can never be edited in an installed app: a different URL needs a new app".
  if (installed.manifestUrl !== manifestUrl)
    throw new InstallError(['manifest_url of an installed app cannot change']);
  const hadPage = memory.apps.get(installed.id)?.page !== undefined;
  if (!behaviour.updateAddsPage && !hadPage && contents.page !== undefined)
    throw new InstallError(['an app without a page cannot become one with a page']);
  const app = installApp(memory, installed, contents, settings);
  installed.app = { name, version };
  await refreshManifest(simulation, installed);
  return { integration: installed, app, isUpdate: true, report };
}

/** Downloads a package, as the admin does before the upload. */
export async function downloadPackage(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new InstallError([`${url}: HTTP ${response.status}`]);
  return new Uint8Array(await response.arrayBuffer());
}
