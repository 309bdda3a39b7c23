import { setTimeout as sleep } from 'node:timers/promises';
import { integrationOf } from '../accounts.ts';
import { takeOne } from '../bad-day.ts';
import { type ChannelbackAnswer, readChannelbackAnswer } from './channelback-answer.ts';
import { channelbackForm, type ReplyTarget } from './channelback-form.ts';
import { formHeaders } from '../http/form-body.ts';
import { importKey, importScope } from '../pull/import-scope.ts';
import type { Account, Comment, Delivery, Integration, Ticket } from '../model.ts';
import type { Sent } from '../http/send.ts';
import type { Simulation } from '../simulation.ts';

/** One reply on its way. Everything the form says is settled when the agent submits, not when a repeat leaves. */
export interface OutgoingReply {
  integration: Integration;
  account: Account;
  ticket: Ticket;
  comment: Comment;
  delivery: Delivery & { requestId: string };
  url: string;
  form: string;
}

/** Prepares the channelback of a public reply; a text says why there is none. */
export function prepareChannelback(
  simulation: Simulation,
  ticket: Ticket,
  comment: Comment,
  requestId: string,
  target: ReplyTarget,
  fileUrls: string[] = [],
): OutgoingReply | string {
  const account = simulation.memory.accounts.get(ticket.accountId);
  if (account === undefined) return 'The channel account of this ticket was removed';
  if (!account.active) return 'The channel account of this ticket is not active';
  if (!ticket.allowChannelback) return 'This ticket does not allow replies through the channel';
  const integration = integrationOf(simulation.memory, account);
  const url = integration.manifest.urls.channelback_url;
  if (url === undefined) return 'The integration has no channelback_url';
  const delivery = {
    state: 'sending',
    requestId,
    attempts: 0,
    status: undefined,
    reason: undefined,
  } as const;
  const { channelbackForms } = simulation.memory;
  const form =
    channelbackForms.get(requestId) ??
    channelbackForm(simulation, { integration, account, ticket, comment, requestId, target, fileUrls });
  channelbackForms.set(requestId, form);
  return { integration, account, ticket, comment, delivery: { ...delivery }, url, form };
}

/** Calls the service, repeating with the same `request_unique_identifier` where the first call may not have counted. */
export async function sendChannelback(simulation: Simulation, reply: OutgoingReply): Promise<void> {
  const { behaviour, events } = simulation;
  reply.comment.delivery = reply.delivery;
  for (let repeat = 0; ; repeat += 1) {
    const sent = await attempt(simulation, reply);
    const verdict = judge(simulation, reply, sent);
    if (typeof verdict !== 'string') {
      delivered(simulation, reply, verdict);
      break;
    }
    const worthRepeating = !sent.arrived || (behaviour.channelbackRetryOn5xx && sent.answer.status >= 500);
    if (!worthRepeating || repeat >= behaviour.channelbackRetries) {
      failed(simulation, reply, verdict);
      break;
    }
    await sleep(behaviour.channelbackRetryDelaysMs[repeat] ?? behaviour.channelbackRetryDelaysMs.at(-1) ?? 0);
  }
  events.flush();
}

async function attempt(simulation: Simulation, reply: OutgoingReply): Promise<Sent> {
  const { badDay } = simulation;
  reply.delivery.attempts += 1;
  if (takeOne(badDay, 'failChannelbackConnections')) return { arrived: false, error: 'Connection refused' };
  const first = post(simulation, reply);
  if (!badDay.twinChannelbacks) return first;
  const [one, other] = await Promise.all([first, post(simulation, reply)]);
  // Zendesk goes by whichever succeeded: one of the twins may well be told to come back later.
  return succeeded(one) || !succeeded(other) ? one : other;
}

function post({ send, badDay, behaviour }: Simulation, { account, url, form }: OutgoingReply): Promise<Sent> {
  return send({
    kind: 'channelback',
    accountId: account.id,
    method: 'POST',
    url,
    headers: formHeaders,
    body: form,
    timeoutMs: badDay.channelbackTimeoutMs ?? behaviour.channelbackTimeoutMs,
    losesResponse: takeOne(badDay, 'dropChannelbackResponses'),
  });
}

function succeeded(sent: Sent): boolean {
  return sent.arrived && sent.answer.status === 200;
}

/** The answer, or why this attempt failed. */
function judge(simulation: Simulation, reply: OutgoingReply, sent: Sent): ChannelbackAnswer | string {
  reply.delivery.status = sent.arrived ? sent.answer.status : undefined;
  if (!sent.arrived) return sent.error;
  if (sent.answer.status !== 200) return `HTTP ${sent.answer.status} ${sent.answer.body}`.trim();
  const answer = readChannelbackAnswer(simulation, sent.answer.body);
  if (typeof answer === 'string') return answer;
  const { behaviour, memory, transcript } = simulation;
  const scope = importScope(behaviour, reply.integration, reply.account);
  const known = memory.imported.get(importKey(scope, answer.external_id));
  if (known === undefined || known.commentId === reply.comment.id) return answer;
  const reason = `external_id ${answer.external_id} is already known: the id of a reply must be new and unique`;
  transcript.violation('channelback', reason);
  return reason;
}

function delivered(simulation: Simulation, reply: OutgoingReply, answer: ChannelbackAnswer): void {
  const { memory, behaviour, events } = simulation;
  const { integration, account, ticket, comment, delivery } = reply;
  const scope = importScope(behaviour, integration, account);
  if (comment.externalId !== undefined && comment.externalId !== answer.external_id) {
    simulation.transcript.violation(
      'channelback',
      `request ${delivery.requestId} was answered with ${comment.externalId} first, then with ${answer.external_id}`,
    );
  }
  // Counts as imported from now on: a pull that brings our own reply adds nothing.
  const imported = { requestId: delivery.requestId, ticketId: ticket.id, commentId: comment.id };
  memory.imported.set(importKey(scope, answer.external_id), imported);
  comment.externalId = answer.external_id;
  delivery.state = 'delivered';
  delivery.reason = undefined;
  if (answer.allow_channelback !== undefined) ticket.allowChannelback = answer.allow_channelback;
  account.metadata = answer.metadata ?? account.metadata;
  if (answer.metadata_needs_update === true) account.needsAttention = true;
  emitChannelback(simulation, reply);
  events.emit(integration, 'resources_created_from_external_ids', {
    request_id: delivery.requestId,
    resource_events: [
      {
        type_id: 'external_id_associated_with_channelback',
        external_id: answer.external_id,
        ticket_id: ticket.id,
        comment_id: comment.id,
      },
    ],
  });
}

function failed(simulation: Simulation, reply: OutgoingReply, reason: string): void {
  reply.delivery.state = 'not delivered';
  reply.delivery.reason = reason;
  emitChannelback(simulation, reply, reason);
}

function emitChannelback(
  { events }: Simulation,
  { integration, account, url, delivery }: OutgoingReply,
  error?: string,
) {
  const data = { integration_instance_name: account.name, url, request_id: delivery.requestId };
  events.emit(integration, 'channelback', data, error);
}
