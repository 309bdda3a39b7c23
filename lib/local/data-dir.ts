import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { writeDurably } from './durable-file.ts';
import { StartError } from './start-error.ts';

/** The folder that survives restarts, held by one process at a time. */
export function openDataDir(path: string) {
  mkdirSync(path, { recursive: true });
  const release = lock(path);
  return { path, integrationId: readIntegrationId(path), release };
}

/**
 * An open SQLite transaction is a lock that the operating system gives back with the process, however it ends.
 * A file with a process id in it would stay behind after a kill -9.
 */
function lock(path: string): () => void {
  const database = new DatabaseSync(join(path, 'lock.db'));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw new StartError(
      `Another process already works on ${path}. Stop it, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
  return () => database.close();
}

/** Made once per folder: Zendesk recognises the integration by it. */
function readIntegrationId(path: string): string {
  const file = join(path, 'integration-id');
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const integrationId = `trustpilot-reviews-${randomUUID()}`;
    writeDurably(file, integrationId);
    return integrationId;
  }
}
