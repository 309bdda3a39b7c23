import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from '../integration/local/child.ts';

const startWithinMs = 60_000;

/** `npm start` as a newcomer runs it, on whatever ports are free; its addresses as it prints them. */
export async function startDemo() {
  const child = startChild('bin/start.ts', {});
  const find = (pattern: RegExp): string | undefined => pattern.exec(child.output())?.[1];
  for (const end = Date.now() + startWithinMs; find(/(Ctrl-C)/) === undefined; await sleep(50)) {
    if (Date.now() > end) throw new Error(`The demo did not start: ${child.output()}`);
  }
  return {
    /** Where the one printed line sends people. */
    entrance: find(/^open (\S+)/m) ?? '',
    productUrl: find(/^ *product +(\S+)$/m) ?? '',
    trustpilotUrl: find(/^ *simulated Trustpilot +(\S+)$/m) ?? '',
    output: child.output,
    close: async () => {
      const code = await child.kill('SIGTERM');
      if (code !== 0) throw new Error(`The demo ended with ${code}: ${child.output()}`);
    },
  };
}
