import { createServer } from 'node:net';
import { closeNow, listen } from './embedded-aws/listen.ts';

/** The first of the given ports that nobody listens on, on this machine's loopback addresses. */
export async function firstFreePort(candidates: Iterable<number>): Promise<number> {
  for (const port of candidates) {
    // A browser may try either address for `localhost`.
    if ((await isFree(port, '127.0.0.1')) && (await isFree(port, '::1'))) return port;
  }
  throw new Error('No free port.');
}

async function isFree(port: number, host: string): Promise<boolean> {
  const server = createServer();
  try {
    await listen(server, port, host);
  } catch (error) {
    // A machine without IPv6 has nobody there either.
    return (error as NodeJS.ErrnoException).code !== 'EADDRINUSE';
  }
  await closeNow(server);
  return true;
}
