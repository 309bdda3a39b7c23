import { Erasures } from '../../../lambdas/store/erasures.ts';
import type { Deployment } from '../deployment.ts';
import { OpsError, toOpsError } from '../ops-error.ts';
import type { Surroundings } from '../surroundings.ts';
import { toTable } from '../table.ts';
import { checkHealth, checkManifest } from './address.ts';
import { checkAlarms, checkSchedule } from './alarms.ts';
import { checkAccounts, checkKey, checkQueues } from './stored.ts';
import { bad, type Verdict } from './verdict.ts';

/** Looks at a live deployment from end to end. Answers the exit code: 0 when nothing is bad. */
export async function doctor(around: Surroundings, deployment: Deployment): Promise<number> {
  const checks: [string, () => Promise<Verdict | Verdict[]>][] = [
    ['address', () => checkHealth(deployment)],
    ['manifest', () => checkManifest(deployment)],
    ['Trustpilot key', () => checkKey(around, deployment)],
    ['schedule', () => checkSchedule(around, deployment)],
    ['queues', () => checkQueues(around, deployment)],
    ['accounts', () => checkAccounts(around, deployment)],
    ['alarms', () => checkAlarms(around, deployment)],
  ];
  const verdicts = (await Promise.all(checks.map(([point, check]) => run(point, check)))).flat();
  const rows = verdicts.map(({ point, verdict, finding, next }) => [verdict, point, finding, next ?? '']);
  around.print(toTable([['', 'point', 'finding', 'next'], ...rows]));
  return verdicts.some(({ verdict }) => verdict === 'bad') ? 1 : 0;
}

/** What cannot be looked at is a finding as well; the other points are looked at all the same. */
async function run(point: string, check: () => Promise<Verdict | Verdict[]>): Promise<Verdict | Verdict[]> {
  try {
    return await check();
  } catch (error) {
    const known = toOpsError(error);
    if (known !== undefined) return bad(point, 'cannot be looked at', known.message);
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
    return bad(point, `cannot be looked at (${reason})`, 'Look at this resource in the AWS console.');
  }
}

/** A table from a backup holds people whom Trustpilot has erased since: the feed is followed again from there. */
export async function followDeletionsAgain(
  { db, print }: Surroundings,
  { TableName }: Deployment,
  since: string,
): Promise<void> {
  const sinceMs = Date.parse(since);
  if (Number.isNaN(sinceMs))
    throw new OpsError(`${since} is no date. Give the moment of the backup, such as 2026-06-01T12:00Z.`);
  await new Erasures(db, TableName).saveRun({ lastAtMs: sinceMs, notBeforeMs: 0 });
  print(
    `With the next tick, what Trustpilot has erased since ${new Date(sinceMs).toISOString()} is erased here again.`,
  );
}
