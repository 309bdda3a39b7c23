import type { Accounts } from '../store/accounts.ts';
import type { Waiting } from '../store/waiting.ts';
import type { Logger } from '../runtime/logger.ts';

const hourMs = 3_600_000;

export interface CensusDeps {
  accounts: Pick<Accounts, 'all'>;
  waiting: Waiting;
  logger: Logger;
  nowMs: () => number;
  /** How often the schedule fires. */
  tickMs: number;
}

/** With the first tick of each hour: one line of what waits, from which the alarms are fed. Zeros are said, too. */
export async function takeHourlyCensus(deps: CensusDeps): Promise<void> {
  const nowMs = deps.nowMs();
  const isFirstOfHour = Math.floor(nowMs / hourMs) !== Math.floor((nowMs - deps.tickMs) / hourMs);
  if (isFirstOfHour) await takeCensus(deps, nowMs);
}

async function takeCensus({ accounts, waiting, logger }: CensusDeps, nowMs: number): Promise<void> {
  const census = { accounts: 0, deadConnections: 0, oldestPendingSeconds: 0, unconfirmed: 0, parked: 0 };
  // A damaged row is reported by the tick.
  for await (const { accountId, status, connection } of accounts.all(() => undefined)) {
    if (status !== 'live') continue;
    const [oldestNewMs = nowMs, unconfirmed, parked] = await Promise.all([
      waiting.oldestNewMs(accountId),
      waiting.unconfirmed(accountId),
      waiting.parked(accountId),
    ]);
    census.accounts += 1;
    census.deadConnections += connection.status === 'dead' ? 1 : 0;
    census.oldestPendingSeconds = Math.max(
      census.oldestPendingSeconds,
      Math.round((nowMs - oldestNewMs) / 1000),
    );
    census.unconfirmed += unconfirmed;
    census.parked += parked;
  }
  logger.info('census', census);
}
