import type { Memory } from '../memory.ts';
import type { Account, Integration } from '../model.ts';
import type { Behaviour } from '../options.ts';

/**
 * Within what an `external_id` or `thread_id` is unique: not documented. Keyed by the manifest's id, so that a later
 * installation of the same integration can meet what was imported before.
 */
export function importScope(behaviour: Behaviour, integration: Integration, account: Account): string {
  const scope = [integration.manifest.id];
  if (behaviour.dedupeScope === 'account') scope.push(account.instancePushId);
  return scope.join('\n');
}

export function importKey(scope: string, id: string): string {
  return `${scope}\n\n${id}`;
}

/** What an uninstall does unless the bad day says otherwise: nothing of the integration is known any more. */
export function forgetImports(memory: Memory, integration: Integration): void {
  for (const store of [memory.imported, memory.threads]) {
    for (const key of store.keys()) if (key.startsWith(`${integration.manifest.id}\n`)) store.delete(key);
  }
}
