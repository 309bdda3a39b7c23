import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { writeDurably } from './durable-file.ts';
import { StartError } from './start-error.ts';

const lockFile = 'lock.db';

/** The folder that survives restarts, held by one process at a time. */
export function openDataDir(path: string) {
  mkdirSync(path, { recursive: true });
  const release = lock(path);
  return { path, integrationId: readIntegrationId(path), release };
}

/** Empties a folder that does not survive restarts. */
export function clearDataDir(path: string): void {
  mkdirSync(path, { recursive: true });
  const release = lock(path);
  for (const name of readdirSync(path)) {
    if (!name.startsWith(lockFile)) rmSync(join(path, name), { recursive: true });
  }
  release();
}

/**
 * An open SQLite transaction is a lock that the operating system gives back with the process, however it ends.
 * A file with a process id in it would stay behind after a kill -9.
 */
function lock(path: string): () => void {
  const database = new DatabaseSync(join(path, lockFile));
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
