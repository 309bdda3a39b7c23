import * as z from 'zod/mini';
import { trustpilotIdSchema } from '../core/review.ts';
import { maxMessageCharacters } from './max-message.ts';

/*
 * What the agent's sidebar and its Lambda say to each other: `POST /sidebar/v1/<operation>`, JSON both ways. Page and
 * Lambda are of different age wherever an admin has not uploaded the newest app: fields are added, never changed.
 * The page takes the types from here, not the schemas.
 */

/** Where the API lives below the public URL; also the `op` that a token must name. */
export const operations = ['card', 'tags', 'find-reviewer', 'delete-reply', 'publish-again'] as const;
export type Operation = (typeof operations)[number];

/** Made by the page, one for each click: a repeated request does its work once. */
const actionIdSchema = z.string().check(z.regex(/^[A-Za-z0-9-]{8,64}$/));
const ticketIdSchema = z.nullable(z.int().check(z.gte(1)));

/** All that the page knows of the ticket. Every part may be wrong or forged: the key's accounts are the whole scope. */
export const cardRequestSchema = z.object({
  ticketId: ticketIdSchema,
  hints: z.object({
    /** From the link in our block of the first comment, newest way first. */
    reviewIds: z.array(trustpilotIdSchema).check(z.maxLength(5)),
    /** From the requester's identity. */
    consumerId: z.nullable(trustpilotIdSchema),
  }),
  /** The agent asked for what Trustpilot says now; still bound to the day's budget. */
  refresh: z.optional(z.boolean()),
});
export type CardRequest = z.infer<typeof cardRequestSchema>;

const onReview = { reviewId: trustpilotIdSchema, actionId: actionIdSchema };
/** Half a surrogate pair is valid JSON but not valid text: DynamoDB and Trustpilot refuse it. */
const textSchema = z.string().check(
  z.overwrite((text) => text.toWellFormed()),
  z.trim(),
  z.minLength(1),
);
const messageSchema = textSchema.check(z.maxLength(maxMessageCharacters));
const tagSchema = textSchema.check(z.maxLength(100));

/** What an agent can do to a review; every one is answered with the card as it is afterwards. */
export const actionRequestSchemas = {
  tags: z.object({ ...onReview, add: z.optional(tagSchema), remove: z.optional(tagSchema) }),
  'find-reviewer': z.object({ ...onReview, message: messageSchema }),
  /** `seen`: which reply the agent meant; older pages do not say. */
  'delete-reply': z.object({ ...onReview, seen: z.optional(z.string().check(z.maxLength(64))) }),
  'publish-again': z.object(onReview),
} as const;
export type ActionRequests = {
  [Name in keyof typeof actionRequestSchemas]: z.infer<(typeof actionRequestSchemas)[Name]>;
};

/** All times are ISO 8601 UTC. */
export interface Card {
  /** Version of the app that this deployment offers for download. */
  newestApp: string;
  foundBy: 'ticket' | 'link' | 'reviewer' | 'request';
  /** When Trustpilot was read for what is shown; null when only our own records are. */
  asOf: string | null;
  /** Why it is no newer: nothing wrong, the day's calls are short, Trustpilot does not answer, the login is dead. */
  freshness: 'fresh' | 'stored' | 'allowance-short' | 'unreachable' | 'connection-dead';
  review: ReviewOnCard;
  reply: ReplyOnCard;
  /** Values of the group `generic`, the only one that Trustpilot Business shows; null where they are not known. */
  tags: string[] | null;
  /** Recently used by the company, without those that the review has. */
  suggestedTags: string[];
  /** Null where it is not known. */
  findReviewer: FindReviewerOnCard | null;
  /** The reviewer's other reviews of this company, newest first. */
  otherReviews: OtherReview[];
  replyMaxCharacters: number;
}

export interface Version {
  stars: number;
  title: string | null;
  text: string | null;
  /** When the reviewer wrote it; when we first saw it where Trustpilot does not say. */
  at: string;
}

export interface ReviewOnCard extends Version {
  id: string;
  domain: string;
  language: string | null;
  experiencedAt: string | null;
  verified: boolean;
  /** How it came about, as Trustpilot names it (`Organic`, `InvitationLinkApi` …). */
  source: string | null;
  referenceId: string | null;
  consumerName: string | null;
  /** Whether the text is longer on Trustpilot than what is stored. */
  cut: boolean;
  /** Gone from Trustpilot, taken offline there, or on show. */
  state: 'shown' | 'hidden' | 'removed';
  /** Trustpilot did not find it just now, which may be a mistake: `state` is what was known before. */
  notFound?: boolean;
  /** Null when nobody reported it. */
  report: { reasons: string[]; by: string | null; at: string | null } | null;
  /** What it said before, newest first; empty when it was never edited. */
  earlier: Version[];
  links: { public: string; business: string; report: string; share: string };
}

export interface ReplyOnCard {
  /** What stands below the review on Trustpilot; `text` null where only a hash of it is known. */
  published: {
    text: string | null;
    authorName: string | null;
    ours: boolean;
    since: string | null;
    /** Tells this text from any other; older deployments do not say. */
    id?: string;
  } | null;
  /** The newest reply that an agent sent from Zendesk. */
  last: LastReply | null;
}

export interface LastReply {
  text: string;
  at: string;
  status: 'published' | 'in-progress' | 'superseded' | 'failed';
  /** In words for the agent, where it failed. */
  reason: string | null;
  canPublishAgain: boolean;
}

export interface FindReviewerOnCard {
  isEligible: boolean;
  /** Newest last. */
  requests: FindReviewerRequest[];
}

export interface FindReviewerRequest {
  status: string | null;
  at: string | null;
  message: string | null;
  /** What the reviewer gave, by field; null until there is an answer. */
  answer: Partial<
    Record<'referenceId' | 'name' | 'email' | 'phoneNumber' | 'address' | 'message', string>
  > | null;
}

export interface OtherReview {
  id: string;
  domain: string;
  stars: number;
  title: string | null;
  at: string;
  ticketId: number | null;
  link: string;
}

/** `code` is for the page, which has its own words; `message` for whoever reads the answer itself. */
export interface Failure {
  code:
    | 'bad-request'
    | 'sidebar_key_rejected'
    | 'not-found'
    /** Trustpilot or this service said no for good; `message` says why. */
    | 'refused'
    | 'allowance-short'
    | 'connection-dead'
    | 'busy';
  message: string;
}
