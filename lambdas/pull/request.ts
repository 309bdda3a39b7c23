import * as z from 'zod/mini';
import { field, readForm, type HttpRequest } from '../runtime/http.ts';

/** What we ask Zendesk to keep between two pulls: the batch that its next call acknowledges. */
const stateSchema = z.object({ v: z.literal(1), batch: z.optional(z.string().check(z.maxLength(64))) });

export interface PullRequest {
  metadata: string | undefined;
  /** Named by the state that came back; a state that we cannot read is taken as none. */
  batchId: string | undefined;
}

export function readPullRequest(request: HttpRequest): PullRequest {
  const form = readForm(request);
  return { metadata: field(form, 'metadata'), batchId: readState(field(form, 'state')) };
}

function readState(state: string | undefined): string | undefined {
  try {
    return stateSchema.parse(JSON.parse(state ?? '')).batch;
  } catch {
    return undefined;
  }
}

export const toState = (batchId: string | undefined): string =>
  JSON.stringify({ v: 1, ...(batchId !== undefined && { batch: batchId }) });
