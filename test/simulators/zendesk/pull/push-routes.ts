import { z } from 'zod';
import { integrationOf } from '../accounts.ts';
import { type Conversion, createConverter } from './convert.ts';
import {
  externalIdSchema,
  type ExternalResource,
  externalResourceSchema,
  issueLines,
} from './external-resource.ts';
import { type Call, json, type Reply, type Route } from '../http/http-server.ts';
import { limits } from '../limits.ts';
import type { Account } from '../model.ts';
import type { Simulation } from '../simulation.ts';

const instancePushId = z.string().min(1).max(255);
const requestId = z.string().min(1).max(limits.pushRequestId).optional();

/** The calls of a service that holds a push token, for integrations that name a `push_client_id`. */
export function pushRoutes(simulation: Simulation): Route[] {
  const routes: Record<string, (call: Call) => Reply> = {
    push: (call) => push(simulation, call),
    validate_token: (call) =>
      withAccount(simulation, call, z.object({ instance_push_id: instancePushId }), () => json(null)),
    'channelback/report_error': (call) => reportError(simulation, call),
  };
  return Object.entries(routes).flatMap(([name, handle]) =>
    // With and without .json: both are in use.
    ['', '.json'].map((suffix) => ({
      method: 'POST',
      path: `/api/v2/any_channel/${name}${suffix}`,
      handle: (call: Call) => recorded(simulation, call, handle(call)),
    })),
  );
}

function push(simulation: Simulation, call: Call): Reply {
  const body = z.object({
    instance_push_id: instancePushId,
    request_id: requestId,
    external_resources: z.array(z.unknown()).max(simulation.behaviour.maxResources),
  });
  return withAccount(simulation, call, body, (account, data) => {
    const integration = integrationOf(simulation.memory, account);
    const { countBytes } = simulation.behaviour;
    const schema = externalResourceSchema({
      countBytes,
      trustLocalhost: simulation.trustLocalhost,
      baseUrl: integration.manifestBaseUrl,
    });
    const resources = z.array(schema).safeParse(data.external_resources);
    if (!resources.success) return refuse(simulation, 422, issueLines(resources.error).join('; '));
    const results = convertAll(simulation, account, data.request_id ?? '', resources.data);
    return json({ results });
  });
}

/** One entry per resource, in order; after the first failing one nothing more is processed. */
function convertAll(simulation: Simulation, account: Account, id: string, resources: ExternalResource[]) {
  const integration = integrationOf(simulation.memory, account);
  const convert = createConverter(simulation, integration, account, id, 'error');
  const created: Extract<Conversion, { outcome: 'success' }>[] = [];
  let halted = false;
  const results = resources.map((resource) => {
    const conversion: Conversion | undefined = halted ? undefined : convert(resource);
    if (conversion?.outcome === 'success') created.push(conversion);
    const reason =
      conversion !== undefined && 'reason' in conversion ? { description: conversion.reason } : {};
    halted ||= 'description' in reason;
    // A swallowed resource was accepted: the service must not notice.
    const outcome = conversion?.outcome ?? 'halted';
    const code = outcome === 'swallowed' ? 'success' : outcome;
    return { external_resource_id: resource.external_id, status: { code, ...reason } };
  });
  if (created.length > 0) {
    simulation.events.emit(integration, 'resources_created_from_external_ids', {
      request_id: id,
      resource_events: created.map(({ event }) => event),
    });
    simulation.events.flush();
  }
  return results;
}

/** "For failures noticed after channelback was answered with success": marks the agent's comment. */
function reportError(simulation: Simulation, call: Call): Reply {
  const body = z.object({
    instance_push_id: instancePushId,
    external_id: externalIdSchema,
    description: z.string().max(limits.errorDescription).optional(),
    request_id: requestId,
  });
  return withAccount(simulation, call, body, (_account, data) => {
    const comments = [...simulation.memory.tickets.values()].flatMap((ticket) => ticket.comments);
    const delivery = comments.find(({ externalId }) => externalId === data.external_id)?.delivery;
    if (delivery === undefined) return refuse(simulation, 404, 'No such reply');
    delivery.state = 'not delivered';
    delivery.reason = data.description;
    return { status: 200 };
  });
}

function withAccount<Schema extends z.ZodType<{ instance_push_id: string }>>(
  simulation: Simulation,
  call: Call,
  schema: Schema,
  work: (account: Account, data: z.infer<Schema>) => Reply,
): Reply {
  const { memory } = simulation;
  const bearer = /^Bearer (.+)$/.exec(call.headers['authorization'] ?? '')?.[1] ?? '';
  const token = memory.pushTokens.get(bearer);
  if (token?.usable !== true)
    return json({ error: 'invalid_token', description: 'The access token is not valid' }, 401);
  const parsed = schema.safeParse(parseJson(call.body));
  if (!parsed.success) return refuse(simulation, 422, issueLines(parsed.error).join('; '));
  const account = [...memory.accounts.values()].find(
    (candidate) => candidate.instancePushId === parsed.data.instance_push_id,
  );
  if (account === undefined) return refuse(simulation, 404, 'No such instance');
  if (token.instancePushId !== account.instancePushId)
    return refuse(simulation, 403, 'The token belongs to another instance');
  return work(account, parsed.data);
}

function refuse({ transcript }: Simulation, status: number, description: string): Reply {
  transcript.violation('push', description);
  return json({ error: 'RecordInvalid', description }, status);
}

function recorded({ transcript, origin }: Simulation, call: Call, reply: Reply): Reply {
  transcript.record({
    kind: 'push',
    accountId: undefined,
    direction: 'in',
    method: call.method,
    url: origin + call.path,
    requestHeaders: call.headers,
    requestBody: call.body.toString('utf8'),
    status: reply.status,
    responseHeaders: reply.headers ?? {},
    responseBody: String(reply.body ?? ''),
    durationMs: 0,
    error: undefined,
  });
  return reply;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
