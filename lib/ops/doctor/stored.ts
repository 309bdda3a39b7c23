import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Account } from '../../../lambdas/core/account.ts';
import { Accounts } from '../../../lambdas/store/accounts.ts';
import { Syncs } from '../../../lambdas/store/syncs.ts';
import { Waiting } from '../../../lambdas/store/waiting.ts';
import type { Deployment } from '../deployment.ts';
import type { Surroundings } from '../surroundings.ts';
import { keysWork, readKeys } from '../trustpilot-key.ts';
import { bad, look, ok, type Verdict } from './verdict.ts';

const hourMs = 3_600_000;

export async function checkKey(around: Surroundings, deployment: Deployment): Promise<Verdict> {
  const keys = await readKeys(around, deployment);
  if (keys === undefined) return bad('Trustpilot key', 'not in place', 'npm run ops -- configure');
  if (await keysWork(around, keys)) return ok('Trustpilot key', 'Trustpilot takes it');
  return bad('Trustpilot key', 'Trustpilot refuses it', 'npm run ops -- configure, with a key that works');
}

export async function checkQueues(around: Surroundings, deployment: Deployment): Promise<Verdict[]> {
  const [waiting, parked] = [
    await count(around, deployment.ReviewQueueUrl),
    await count(around, deployment.ParkedQueueUrl),
  ];
  return [
    waiting < 1_000
      ? ok('queue', `${waiting} messages wait for the worker`)
      : look(
          'queue',
          `${waiting} messages wait for the worker`,
          'Normal during a backfill; else see the log of the function worker.',
        ),
    parked === 0
      ? ok('parked', 'no messages')
      : bad('parked', `${parked} messages wait for you`, 'npm run ops -- redrive'),
  ];
}

async function count({ sqs }: Surroundings, QueueUrl: string): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

/** One line per account, and one per domain of it that is late. */
export async function checkAccounts(around: Surroundings, deployment: Deployment): Promise<Verdict[]> {
  const table = [around.db, deployment.TableName] as const;
  const { records } = await new Syncs(...table).all();
  const verdicts: Verdict[] = [];
  const damaged = (row: string) =>
    verdicts.push(bad('account', `row ${row} cannot be read`, 'Restore it from a backup.'));
  for await (const account of new Accounts(...table).all(damaged)) {
    verdicts.push(await checkAccount(around, new Waiting(...table), account));
    if (account.status !== 'live') continue;
    for (const { businessUnitId, domain, addedAtMs, removedAtMs } of account.domains) {
      if (removedAtMs !== undefined) continue;
      const sync = records.get(`${account.accountId}#${businessUnitId}`);
      const lagMs = around.nowMs() - Math.max(addedAtMs, sync?.lastSuccessAtMs ?? 0);
      verdicts.push(checkDomain(domain, lagMs, sync?.lastError));
    }
  }
  return verdicts.length > 0
    ? verdicts
    : [look('accounts', 'none yet', 'Add one in Zendesk: Admin Center, Channel integrations.')];
}

async function checkAccount(
  { nowMs }: Surroundings,
  waiting: Waiting,
  { accountId, subdomain, name, status, connection }: Account,
): Promise<Verdict> {
  const point = `account ${subdomain}/${name}`;
  if (status !== 'live')
    return look(point, status, 'Zendesk has not asked for it, or it was switched off there.');
  if (connection.status === 'dead') {
    return bad(
      point,
      'Trustpilot refuses its login',
      'An admin opens the account in Zendesk and chooses Reconnect.',
    );
  }
  const oldestMs = await waiting.oldestNewMs(accountId);
  if (oldestMs !== undefined && nowMs() - oldestMs > hourMs) {
    return bad(
      point,
      `a review waits since ${new Date(oldestMs).toISOString()}`,
      'Is the account active in Zendesk, and the app installed?',
    );
  }
  const left = (await waiting.unconfirmed(accountId)) + (await waiting.parked(accountId));
  if (left > 0)
    return look(
      point,
      `${left} reviews did not become tickets`,
      'They are listed in the account dialogue in Zendesk.',
    );
  return ok(point, 'live, nothing waits');
}

function checkDomain(domain: string, lagMs: number, lastError: string | undefined): Verdict {
  const finding = `read ${Math.round(lagMs / 60_000)} minutes ago${lastError === undefined ? '' : `, last error: ${lastError}`}`;
  if (lagMs < hourMs) return ok(`domain ${domain}`, finding);
  return bad(`domain ${domain}`, finding, 'See the log of the function poll for "domain not read".');
}
