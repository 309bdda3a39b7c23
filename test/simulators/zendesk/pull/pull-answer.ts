import { z } from 'zod';
import { type ExternalResource, externalResourceSchema, issueLines, textUpTo } from './external-resource.ts';
import { limits } from '../limits.ts';
import type { Integration } from '../model.ts';
import type { Answer } from '../http/send.ts';
import type { Simulation } from '../simulation.ts';

export interface PullAnswer {
  resources: ExternalResource[];
  state: string | undefined;
  metadata: string | undefined;
  metadataNeedsUpdate: boolean;
}

export type PullVerdict = { accepted: true; answer: PullAnswer } | { accepted: false; reasons: string[] };

/** Checks the answer of a pull as strictly as anything public about Zendesk allows. */
export function readPullAnswer(
  simulation: Simulation,
  integration: Integration,
  answer: Answer,
): PullVerdict {
  const { behaviour, transcript } = simulation;
  if (answer.status !== 200) return { accepted: false, reasons: [`HTTP ${answer.status}`] };
  const refused = (reasons: string[]): PullVerdict => {
    for (const reason of reasons) transcript.violation('pull', reason);
    return { accepted: false, reasons };
  };
  const bytes = Buffer.byteLength(answer.body);
  if (bytes > behaviour.maxAnswerBytes)
    return refused([`answer of ${bytes} bytes, at most ${behaviour.maxAnswerBytes} allowed`]);
  const json = parseJson(answer.body);
  if (json === undefined) return refused(['answer is not JSON']);
  const envelope = envelopeSchema(simulation).safeParse(json);
  if (!envelope.success) return refused(issueLines(envelope.error));
  const { resources, reasons } = readResources(simulation, integration, envelope.data.external_resources);
  // The schema is applied to the payload as a whole: one bad resource fails all.
  if (reasons.length > 0 && behaviour.invalidResource === 'fails the pull') return refused(reasons);
  for (const reason of reasons) transcript.violation('pull', reason);
  warnOfOrder(simulation, resources);
  return {
    accepted: true,
    answer: {
      resources,
      state: envelope.data.state,
      metadata: envelope.data.metadata,
      metadataNeedsUpdate: envelope.data.metadata_needs_update ?? false,
    },
  };
}

/** any_channel_json_schemas/pull_payload.json; `state` and `metadata` are strings, never objects. */
function envelopeSchema({ behaviour }: Simulation) {
  return z.object({
    external_resources: z.array(z.unknown()).max(behaviour.maxResources),
    state: textUpTo(limits.state, behaviour.countBytes).optional(),
    metadata: textUpTo(limits.metadata, behaviour.countBytes).optional(),
    metadata_needs_update: z.boolean().optional(),
  });
}

function readResources(simulation: Simulation, integration: Integration, items: unknown[]) {
  const schema = externalResourceSchema({
    countBytes: simulation.behaviour.countBytes,
    trustLocalhost: simulation.trustLocalhost,
    baseUrl: integration.manifestBaseUrl,
  });
  const resources: ExternalResource[] = [];
  const reasons: string[] = [];
  for (const [index, item] of items.entries()) {
    const parsed = schema.safeParse(item);
    if (parsed.success) resources.push(parsed.data);
    else reasons.push(...issueLines(parsed.error, `external_resources.${index}`));
  }
  return { resources, reasons };
}

/** "Sort ascending by created_at" is advice; Zendesk converts in array order all the same. */
function warnOfOrder({ transcript }: Simulation, resources: ExternalResource[]): void {
  const times = resources.map(({ created_at }) => Date.parse(created_at));
  const unsorted = times.some((time, index) => index > 0 && time < (times[index - 1] ?? time));
  if (unsorted) transcript.warning('pull', 'external_resources are not sorted ascending by created_at');
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
