import { createHash } from 'node:crypto';
import { BadInputError } from '../core/errors.ts';
import { parseExternalId, type ExternalId } from '../core/external-id.ts';
import { field, readForm, type HttpRequest } from '../runtime/http.ts';

export interface ChannelbackRequest {
  metadata: string | undefined;
  message: string;
  /** The review that is answered, whichever resource of its thread Zendesk named. */
  target: ExternalId;
  /** Zendesk repeats a request with the same identifier; its hash fits a key and an external id. */
  replyId: string;
}

/** The fields of Channel framework 7.2. `parent_id` names any resource of the thread; either id is enough. */
export function readChannelbackRequest(request: HttpRequest): {
  metadata: string | undefined;
  read: () => ChannelbackRequest;
} {
  const form = readForm(request, ['file_urls[]']);
  const metadata = field(form, 'metadata');
  // The rest is looked at only after the metadata proved the call to be ours.
  return { metadata, read: () => readFields(form, metadata) };
}

function readFields(form: Map<string, string[]>, metadata: string | undefined): ChannelbackRequest {
  const identifier = field(form, 'request_unique_identifier');
  if (identifier === undefined) throw new BadInputError('request_unique_identifier is missing.');
  const ids = ['parent_id', 'thread_id'].flatMap((name) => field(form, name) ?? []);
  const targets = ids.map((id) => parseExternalId(id));
  const [target] = targets;
  if (target === undefined)
    throw new BadInputError('parent_id and thread_id name no review of ours.', { status: 422 });
  const agree = targets.every(
    (other) => other?.reviewId === target.reviewId && other.accountId === target.accountId,
  );
  if (!agree) throw new BadInputError('parent_id and thread_id name different reviews.', { status: 422 });
  return { metadata, message: form.get('message')?.[0] ?? '', target, replyId: toReplyId(identifier) };
}

const toReplyId = (identifier: string): string =>
  createHash('sha256').update(identifier).digest('base64url').slice(0, 32);
