import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDynamoDb } from '../../../lib/local/embedded-aws/dynamodb.ts';

/*
 * The emulated DynamoDB in a process of its own, as the real one has: in the one that measures, its work and its
 * garbage would count as the handler's.
 */
const [, , dataDir, tableName] = process.argv;
if (process.argv[1] === import.meta.filename && dataDir !== undefined && tableName !== undefined) {
  process.once('disconnect', () => process.exit());
  const { url } = await startDynamoDb({ dataDir, tableName });
  process.send?.(url);
}

export async function startDynamoDbProcess(
  tableName: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  const child = fork(import.meta.filename, [dataDir, tableName]);
  const close = async () => {
    const exited = once(child, 'exit');
    child.disconnect();
    await exited;
    rmSync(dataDir, { recursive: true, force: true });
  };
  const died = once(child, 'exit').then(() => Promise.reject(new Error('DynamoDB did not start.')));
  const [url] = (await Promise.race([once(child, 'message'), died])) as [string];
  died.catch(() => undefined); // Its end is no news from here on.
  return { url, close };
}
