import type { Account, Domain } from '../core/account.ts';
import { backoffMs } from '../core/backoff.ts';
import { PermanentError, RetryableError } from '../core/errors.ts';
import type { Sync } from '../core/sync.ts';
import type { TrustpilotUser } from '../clients/trustpilot/client.ts';
import type { Hint, Hints } from '../store/hints.ts';
import { webhookHash, type Webhooks } from '../store/webhooks.ts';
import { isRescanUnderWay, rescanPage } from './rescan-domain.ts';
import { saveRecord } from './save-record.ts';
import { firstSync, scanNew, type ScanDeps } from './scan-new.ts';
import { walkBackfill } from './walk-backfill.ts';

/** A domain that Trustpilot refuses to us is asked again at this pace: a person may have mended the rights. */
const refusedMs = 3_600_000;

export interface PollDeps extends ScanDeps {
  webhooks: Webhooks;
  hints: Hints;
}

export interface DomainWork {
  /** `<account>#<business unit>` */
  key: string;
  account: Account;
  domain: Domain;
  user: TrustpilotUser;
  sync: Sync | undefined;
  /** A webhook asked for this domain to be listed. */
  hint: Hint | undefined;
}

export type Outcome = 'done' | 'more' | 'failed';

/** New reviews of one domain. A failure is kept in its poll record, where the dialogue shows it; others go on. */
export async function pollDomain(
  deps: PollDeps,
  work: DomainWork,
  intervalMs: number,
): Promise<{ outcome: Outcome; received: number }> {
  const stored = work.sync ?? firstSync(work.account, work.domain);
  let received = 0;
  const outcome = await guarded(deps, stored, async () => {
    const sync = await withWebhook(deps, work, { ...stored, intervalMs });
    const scanned = await scanNew(deps, { ...work, sync });
    received = scanned.received - stored.received;
    await saveRecord(deps, scanned);
    if (work.hint !== undefined) await deps.hints.done(work.hint);
    return 'done';
  });
  return { outcome, received };
}

/** The domain's webhook works from its first poll on; the poll record knows that its row is there. */
async function withWebhook(deps: PollDeps, { account, domain }: DomainWork, sync: Sync): Promise<Sync> {
  const hash = webhookHash(domain.webhookKey);
  if (sync.webhookHash === hash) return sync;
  const { accountId } = account;
  await deps.webhooks.put(hash, { accountId, businessUnitId: domain.businessUnitId });
  return { ...sync, webhookHash: hash };
}

/** One page of the re-scan that is due of one domain; `more` while it has another one. */
export async function rescanDomain(deps: ScanDeps, work: DomainWork, rescanMs: number): Promise<Outcome> {
  const { account, domain } = work;
  const sync = await deps.syncs.read(account.accountId, domain.businessUnitId);
  if (sync === undefined || sync.notBeforeMs > deps.nowMs()) return 'done';
  return guarded(deps, sync, async () => {
    const walked = await rescanPage(deps, { ...work, sync }, rescanMs);
    if (walked === undefined) return 'done';
    await saveRecord(deps, walked);
    return isRescanUnderWay(walked) ? 'more' : 'done';
  });
}

/** One page of backfill of one domain; `more` while there is another one. */
export async function backfillDomain(
  deps: ScanDeps,
  { account, domain, user }: DomainWork,
): Promise<Outcome> {
  const sync = await deps.syncs.read(account.accountId, domain.businessUnitId);
  if (sync === undefined || sync.notBeforeMs > deps.nowMs()) return 'done';
  return guarded(deps, sync, async () => {
    const walked = await walkBackfill(deps, user, account, domain, sync);
    if (walked === undefined) return 'done';
    await saveRecord(deps, walked);
    return walked.backfill?.finishedAtMs === undefined ? 'more' : 'done';
  });
}

async function guarded(deps: ScanDeps, sync: Sync, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RetryableError) && !(error instanceof PermanentError)) throw error;
    const { accountId, businessUnitId } = sync;
    deps.logger.warn('domain not read', { accountId, businessUnitId }, error);
    // The scan may have stored checkpoints on its way, so the failure goes onto the newest record.
    const newest = (await deps.syncs.read(accountId, businessUnitId)) ?? sync;
    await saveRecord(deps, failed(newest, error, deps.nowMs()));
    return 'failed';
  }
}

function failed(sync: Sync, error: RetryableError | PermanentError, nowMs: number): Sync {
  const failures = sync.failures + 1;
  const isBusy = error instanceof RetryableError;
  const waitMs = isBusy ? backoffMs(failures, Math.random(), error.retryAfterSeconds) : refusedMs;
  const lastError = isBusy ? 'busy' : error.reason;
  return { ...sync, failures, notBeforeMs: nowMs + waitMs, lastPollAtMs: nowMs, lastError };
}
