import { once } from 'node:events';
import { StartError } from './start-error.ts';

/**
 * Starts something, keeps it running until SIGTERM or SIGINT, and ends this process with exit code 0 once it is
 * closed. A start that fails ends it with 1 and says why.
 */
export async function runUntilStopped(start: () => Promise<{ close(): Promise<void> }>): Promise<void> {
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  try {
    const running = await start();
    await stopped;
    // A second signal means: now.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
    await running.close();
    process.exit(0);
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error);
    process.exit(1);
  }
}
