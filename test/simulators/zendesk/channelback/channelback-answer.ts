import { z } from 'zod';
import { externalIdSchema, issueLines, textUpTo } from '../pull/external-resource.ts';
import { limits } from '../limits.ts';
import type { Simulation } from '../simulation.ts';

/** any_channel_json_schemas/channelback_payload_v2.json: an empty external_id is invalid since 2023. */
function answerSchema(countBytes: boolean) {
  return z.object({
    external_id: externalIdSchema,
    allow_channelback: z.boolean().optional(),
    metadata_needs_update: z.boolean().optional(),
    metadata: textUpTo(limits.metadata, countBytes).optional(),
  });
}

export type ChannelbackAnswer = z.infer<ReturnType<typeof answerSchema>>;

/** The checked answer of a channelback, or what is wrong with it. */
export function readChannelbackAnswer(
  { transcript, behaviour }: Simulation,
  body: string,
): ChannelbackAnswer | string {
  const refused = (reason: string) => {
    transcript.violation('channelback', reason);
    return reason;
  };
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return refused('answer is not JSON');
  }
  const parsed = answerSchema(behaviour.countBytes).safeParse(json);
  return parsed.success ? parsed.data : refused(issueLines(parsed.error).join('; '));
}
