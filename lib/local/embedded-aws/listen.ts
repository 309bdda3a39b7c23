import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/** Starts to listen and answers the port, which matters where 0 asked for a free one. */
export async function listen(server: Server, port: number, host?: string): Promise<number> {
  server.listen({ port, ...(host === undefined ? {} : { host }) });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Ends a server whose callers are gone or no longer matter. */
export async function closeNow(server: Server & { closeAllConnections?: () => void }): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections?.();
  await closed;
}
