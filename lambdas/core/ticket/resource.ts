import type { Settings } from '../account.ts';
import { cutToBytes } from '../content.ts';
import { threadId, toExternalId } from '../external-id.ts';
import { factIdOf } from '../fact.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { Content } from '../review.ts';
import { maxNameBytes } from './limits.ts';
import { toHtmlMessage, toMessage } from './message.ts';
import { toParagraphs } from './paragraphs.ts';
import { reviewUrl } from './review-url.ts';
import { toSubject } from './subject.ts';
import { toTags } from './tags.ts';

export interface FieldValue {
  id: string | number;
  value: string | number | string[];
}

/** One item of a pull answer (any_channel_json_schemas, external_resource.json). */
export interface ExternalResource {
  external_id: string;
  thread_id: string;
  message: string;
  html_message?: string;
  created_at: string;
  author: { external_id: string; name: string };
  internal_note: boolean;
  allow_channelback: boolean;
  fields?: FieldValue[];
}

/** The part of what a reviewer wrote that fields are made of. */
type Said = Pick<Content, 'stars' | 'title'> & { text?: string | null };

/** What rendering needs to know of the account. */
export interface TicketContext {
  accountId: string;
  settings: Settings;
  domainOf: (businessUnitId: string) => string;
}

/** A pending fact as Zendesk takes it: a ticket for an arrival, a comment in its thread for everything later. */
export function toResource(entry: OutboxEntry, context: TicketContext): ExternalResource {
  const { fact, details, reviewId, order } = entry;
  const { accountId } = context;
  const domain = context.domainOf(details.businessUnitId);
  const paragraphs = toParagraphs(entry, domain);
  const html = toHtmlMessage(paragraphs);
  const byReviewer = 'content' in fact;
  // Zendesk applies fields only when the resource makes a ticket; after a closed one any comment may do that.
  const said = byReviewer ? fact.content : entry.about;
  return {
    external_id: toExternalId({ accountId, reviewId, factId: factIdOf(fact) }),
    thread_id: threadId(accountId, reviewId),
    message: toMessage(paragraphs),
    ...(html !== undefined && { html_message: html }),
    created_at: order,
    author: byReviewer ? reviewer(entry) : { external_id: 'tp:trustpilot', name: 'Trustpilot' },
    internal_note: !byReviewer,
    // The ticket takes this from its latest resource: a note about a removed review must not open replies again.
    allow_channelback: entry.gone !== true,
    ...(said !== undefined && { fields: toFields(entry, said, context, domain) }),
  };
}

/** Anonymous reviewers get an id of their own each: one shared id would merge strangers into one requester. */
function reviewer({
  details: { consumerId, consumerName },
  reviewId,
}: OutboxEntry): ExternalResource['author'] {
  return {
    external_id: consumerId === null ? `tp:anonymous:${reviewId}` : `tp:consumer:${consumerId}`,
    name: toName(consumerName ?? ''),
  };
}

/** One line, never blank. Four bytes a character is the strictest reading of Zendesk's limit. */
function toName(consumerName: string): string {
  const name = consumerName.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  if (!/[^\s\p{Cf}]/u.test(name)) return 'Trustpilot reviewer';
  return Buffer.byteLength(name) <= maxNameBytes ? name : `${cutToBytes(name, maxNameBytes - 3)}…`;
}

function toFields(
  { details, lane, reviewId }: OutboxEntry,
  content: Said,
  { settings }: TicketContext,
  domain: string,
): FieldValue[] {
  const { customFields, priorityByStars, subject } = settings;
  const priority = priorityByStars[String(content.stars)];
  const custom = (id: string | null, value: string | number | null): FieldValue[] =>
    id === null || value === null ? [] : [{ id: Number.isSafeInteger(Number(id)) ? Number(id) : id, value }];
  return [
    { id: 'subject', value: toSubject(subject, content, details, domain) },
    { id: 'tags', value: toTags(content, details, domain, lane) },
    ...(priority === undefined ? [] : [{ id: 'priority', value: priority }]),
    ...custom(customFields.stars, content.stars),
    ...custom(customFields.reference, details.referenceId),
    ...custom(customFields.domain, domain),
    ...custom(customFields.link, reviewUrl(reviewId)),
  ];
}
