import { randomUUID } from 'node:crypto';
import { deactivateAccount, integrationOf } from '../accounts.ts';
import { fetchFiles } from './attachments.ts';
import { isNamed, takeOne } from '../bad-day.ts';
import { createConverter } from './convert.ts';
import type { DuplicateId, ResourceEvent } from '../events.ts';
import type { ExternalResource } from './external-resource.ts';
import { formBody, formHeaders } from '../http/form-body.ts';
import type { Account, Integration } from '../model.ts';
import { type PullAnswer, type PullVerdict, readPullAnswer } from './pull-answer.ts';
import type { Sent } from '../http/send.ts';
import type { Simulation } from '../simulation.ts';

export interface PullResult {
  accountId: number;
  requestId: string;
  ok: boolean;
  status: number | undefined;
  error: string | undefined;
  /** `external_id`s in the order of the answer. */
  handedOver: string[];
  created: ResourceEvent[];
  duplicates: DuplicateId[];
  /** Accepted, but no ticket and no comment came of them. */
  notConverted: { externalId: string; reason: string }[];
}

/** Polls one account once. A failed pull changes nothing: the next one brings the same metadata and state. */
export async function pullAccount(simulation: Simulation, account: Account): Promise<PullResult> {
  const integration = integrationOf(simulation.memory, account);
  const url = integration.manifest.urls.pull_url;
  if (url === undefined) throw new Error('The manifest has no pull_url');
  account.pullsInProgress += 1;
  try {
    const sent = await post(simulation, account, url);
    // Removed or uninstalled meanwhile: nobody is left to take the answer.
    const gone = simulation.memory.accounts.get(account.id) !== account;
    const verdict: PullVerdict = gone
      ? { accepted: false, reasons: ['The account was removed during the pull'] }
      : judge(simulation, integration, sent);
    const result = emptyResult(account, sent, verdict);
    if (verdict.accepted) await takeOver(simulation, integration, account, verdict.answer, result);
    if (!gone) report(simulation, integration, account, url, result);
    return result;
  } finally {
    account.pullsInProgress -= 1;
  }
}

function post({ badDay, behaviour, send }: Simulation, account: Account, url: string): Promise<Sent> {
  return send({
    kind: 'pull',
    accountId: account.id,
    method: 'POST',
    url,
    headers: formHeaders,
    body: formBody({ metadata: account.metadata, state: account.state }),
    timeoutMs: badDay.pullTimeoutMs ?? behaviour.pullTimeoutMs,
    losesResponse: takeOne(badDay, 'dropPullResponses'),
  });
}

function judge(simulation: Simulation, integration: Integration, sent: Sent): PullVerdict {
  if (!sent.arrived) return { accepted: false, reasons: [sent.error] };
  const verdict = readPullAnswer(simulation, integration, sent.answer);
  if (!verdict.accepted) return verdict;
  const refused = verdict.answer.resources.find(({ external_id }) =>
    isNamed(external_id, simulation.badDay.refusesBatchWith),
  );
  return refused === undefined
    ? verdict
    : { accepted: false, reasons: [`external_resources refused because of ${refused.external_id}`] };
}

function emptyResult(account: Account, sent: Sent, verdict: PullVerdict): PullResult {
  return {
    accountId: account.id,
    requestId: randomUUID(),
    ok: verdict.accepted,
    status: sent.arrived ? sent.answer.status : undefined,
    error: verdict.accepted ? undefined : verdict.reasons.join('; '),
    handedOver: [],
    created: [],
    duplicates: [],
    notConverted: [],
  };
}

/** State and metadata are stored first, the conversion follows: an accepted resource may still come to nothing. */
async function takeOver(
  simulation: Simulation,
  integration: Integration,
  account: Account,
  answer: PullAnswer,
  result: PullResult,
): Promise<void> {
  account.state = answer.state ?? account.state;
  account.metadata = answer.metadata ?? account.metadata;
  if (answer.metadataNeedsUpdate) account.needsAttention = true;
  const convert = createConverter(simulation, integration, account, result.requestId);
  const withFiles: Promise<void>[] = [];
  for (const resource of answer.resources) {
    result.handedOver.push(resource.external_id);
    const conversion = convert(resource);
    if (conversion.outcome === 'success') {
      result.created.push(conversion.event);
      withFiles.push(
        fetchFiles(simulation, integration, account, conversion.comment, resource.file_urls ?? []),
      );
    } else if (conversion.outcome === 'already_imported') result.duplicates.push(conversion.duplicate);
    else result.notConverted.push(notConverted(resource, conversion));
  }
  await Promise.all(withFiles);
}

function notConverted(
  { external_id: externalId }: ExternalResource,
  conversion: { outcome: string; reason?: string },
) {
  return { externalId, reason: conversion.reason ?? conversion.outcome };
}

function report(
  simulation: Simulation,
  integration: Integration,
  account: Account,
  url: string,
  result: PullResult,
): void {
  const { events, clock } = simulation;
  const summary = result.ok
    ? `${result.handedOver.length} resources, ${result.created.length} new, ${result.duplicates.length} known`
    : (result.error ?? '');
  account.lastPull = { at: clock.now(), ok: result.ok, summary };
  events.emit(
    integration,
    'pull_request',
    {
      integration_instance_name: account.name,
      url,
      request_id: result.requestId,
      duplicate_external_ids: result.duplicates,
    },
    result.error,
  );
  if (result.created.length > 0) {
    events.emit(integration, 'resources_created_from_external_ids', {
      request_id: result.requestId,
      resource_events: result.created,
    });
  }
  countRefusals(simulation, account, result);
}

/** Zendesk can deactivate an account "because of an error"; which and how often is not documented. */
function countRefusals(simulation: Simulation, account: Account, { status }: PullResult): void {
  const { statuses, times } = simulation.behaviour.deactivateOn;
  const refused = status !== undefined && statuses.includes(status);
  account.consecutiveRefusals = refused ? account.consecutiveRefusals + 1 : 0;
  if (refused && account.consecutiveRefusals >= times) {
    deactivateAccount(simulation, account, 'error', `HTTP ${status} ${times} times in a row`);
  }
}

/**
 * Polls all accounts once, beside each other, and emits their events together. Never two pulls of one account at once,
 * unless it is a bad day.
 */
export async function pullAll(simulation: Simulation): Promise<PullResult[]> {
  const { memory, badDay, behaviour, events } = simulation;
  const due = [...memory.accounts.values()].filter(
    (account) =>
      account.active &&
      integrationOf(memory, account).manifest.urls.pull_url !== undefined &&
      !(account.needsAttention && behaviour.needsUpdateStopsPolling) &&
      (badDay.overlappingPulls || account.pullsInProgress === 0),
  );
  const twice = badDay.overlappingPulls ? due : [];
  const results = await Promise.all([...due, ...twice].map((account) => pullAccount(simulation, account)));
  events.flush();
  return results;
}
