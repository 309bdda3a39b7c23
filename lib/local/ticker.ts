import { randomUUID } from 'node:crypto';
import type { ScheduledEvent } from 'aws-lambda';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../lambdas/runtime/logger.ts';
import type { Invoke } from './lambda.ts';

export interface TickerOptions {
  everySeconds: number;
  invoke: Invoke;
  logger: Logger;
}

/** Calls the poll function like an EventBridge schedule: at once, then every so often, never two at a time. */
export function startTicker({ everySeconds, invoke, logger }: TickerOptions) {
  const stop = new AbortController();
  const tick = async () => {
    while (!stop.signal.aborted) {
      const startedAtMs = performance.now();
      await invoke('poll', scheduledEvent()).catch((error: unknown) =>
        logger.error('poll failed', {}, error),
      );
      const leftMs = Math.max(0, startedAtMs + everySeconds * 1_000 - performance.now());
      await sleep(leftMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  const ticking = tick();
  const close = async () => {
    stop.abort();
    await ticking;
  };
  return { close };
}

const scheduledEvent = (): ScheduledEvent => ({
  id: randomUUID(),
  version: '0',
  account: '000000000000',
  time: new Date().toISOString(),
  region: 'us-east-1',
  source: 'aws.events',
  'detail-type': 'Scheduled Event',
  resources: ['arn:aws:events:us-east-1:000000000000:rule/poll'],
  detail: {},
});
