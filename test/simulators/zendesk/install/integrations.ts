import { destroyAccount } from '../accounts.ts';
import { forgetImports } from '../pull/import-scope.ts';
import { fetchManifest, InstallError } from './manifest.ts';
import type { InstalledApp, Integration } from '../model.ts';
import type { Simulation } from '../simulation.ts';

/** Creates the integration that the manifest describes. */
export async function install(
  simulation: Simulation,
  manifestUrl: string,
  app?: InstalledApp,
): Promise<Integration> {
  const { memory, events } = simulation;
  const { manifest, baseUrl } = await fetchManifest(simulation, manifestUrl);
  const same = [...memory.integrations.values()].find((other) => other.manifest.id === manifest.id);
  if (same !== undefined)
    throw new InstallError([`an integration with the id ${manifest.id} is installed already`]);
  const integration: Integration = {
    id: memory.nextId('integration'),
    manifestUrl,
    manifest,
    manifestBaseUrl: baseUrl,
    app,
  };
  memory.integrations.set(integration.id, integration);
  events.emit(integration, 'create_integration', { manifest_url: manifestUrl });
  events.flush();
  return integration;
}

/** Removes the app with all its accounts; tickets stay. */
export function uninstall(simulation: Simulation, integration: Integration): void {
  const { memory, events, badDay } = simulation;
  const accounts = [...memory.accounts.values()].filter(
    ({ integrationId }) => integrationId === integration.id,
  );
  for (const account of accounts) destroyAccount(simulation, account);
  events.emit(integration, 'destroy_integration', { manifest_url: integration.manifestUrl });
  memory.integrations.delete(integration.id);
  memory.apps.delete(integration.id);
  if (!badDay.dedupeSurvivesUninstall) forgetImports(memory, integration);
  events.flush();
}

/** Zendesk's poll of the manifest. A broken one, or a stale day, leaves the cached one in use. */
export async function refreshManifest(simulation: Simulation, integration: Integration): Promise<boolean> {
  if (simulation.badDay.staleManifest) return false;
  const { manifest, baseUrl } = await fetchManifest(simulation, integration.manifestUrl);
  // `version` is how Zendesk notices that its copy is stale.
  const changed = JSON.stringify(manifest) !== JSON.stringify(integration.manifest);
  if (changed && manifest.version !== undefined && manifest.version === integration.manifest.version) {
    simulation.transcript.warning('manifest', 'the manifest changed, its version did not');
  }
  integration.manifest = manifest;
  integration.manifestBaseUrl = baseUrl;
  return changed;
}
