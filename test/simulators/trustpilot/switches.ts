import { z } from 'zod';

const count = z.int().nonnegative();

/*
 * One switch for everything that Trustpilot's documentation leaves open. The defaults are what recorded answers
 * and working clients make most likely.
 */
export const switchesSchema = z.strictObject({
  // The Allow page
  consent: z.enum(['ask', 'allow', 'deny']),
  echoState: z.boolean(),
  // Tokens
  codeLifeSeconds: count,
  accessTokenLifeSeconds: count,
  refreshTokenLifeDays: count,
  reportedRefreshTokenLifeDays: count,
  refreshGraceSeconds: count,
  issuedAtInMilliseconds: z.boolean(),
  tokenCallsPerMinute: count,
  revokeKillsAccessToken: z.boolean(),
  // Access
  expiredTokenAnswers403: z.boolean(),
  apiKeyBesideBearerRequired: z.boolean(),
  undocumentedEndpoints: z.boolean(),
  // Reviews
  dateFormat: z.enum(['milliseconds', 'seconds', 'no-zone']),
  startDateTimeInclusive: z.boolean(),
  endDateTimeInclusive: z.boolean(),
  arrayParameters: z.enum(['both', 'repeated', 'commas']),
  deletedReviewAnswers410: z.boolean(),
  hiddenReviews: z.enum(['absent', 'flagged']),
  hiddenReviewReadable: z.boolean(),
  singleReviewOmitsCounts: z.boolean(),
  businessUnitNameObject: z.boolean(),
  publicListCeiling: count,
  staleReadSeconds: count,
  staleReadsVary: z.boolean(),
  cachedPageSeconds: count,
  linksOrigin: z.string(),
  // Replies, tags
  replySuccess: z.enum(['201-empty', '200-json', '204-empty']),
  secondReplyAnswers409: z.boolean(),
  replyMovesUpdatedAt: z.boolean(),
  replyAcceptsForm: z.boolean(),
  replyMaxLength: count,
  missingReplyDeletes: z.boolean(),
  tagsMoveUpdatedAt: z.boolean(),
  tagWritesAnswerEmpty: z.boolean(),
  moderationMovesUpdatedAt: z.boolean(),
  // Webhooks
  webhookDuplicates: z.boolean(),
  webhookReordered: z.boolean(),
  webhookBatchSize: count,
  webhooksLost: z.boolean(),
  webhookRetries: count,
  webhookDeletedCarriesFields: z.boolean(),
  // Limits
  callsPer5Minutes: count,
  callsPerHour: count,
  retryAfterOnLimit: z.boolean(),
});

export type Switches = z.infer<typeof switchesSchema>;

export const defaultSwitches: Switches = {
  consent: 'ask',
  echoState: true,
  codeLifeSeconds: 300,
  accessTokenLifeSeconds: 360_000,
  refreshTokenLifeDays: 30,
  // The docs promise 30 days, the recorded answer says 7776000 seconds: a client that trusts the field is too late.
  reportedRefreshTokenLifeDays: 90,
  refreshGraceSeconds: 0,
  issuedAtInMilliseconds: false,
  tokenCallsPerMinute: 10,
  revokeKillsAccessToken: false,
  expiredTokenAnswers403: false,
  apiKeyBesideBearerRequired: false,
  undocumentedEndpoints: true,
  dateFormat: 'milliseconds',
  startDateTimeInclusive: true,
  endDateTimeInclusive: false,
  arrayParameters: 'both',
  deletedReviewAnswers410: false,
  hiddenReviews: 'absent',
  hiddenReviewReadable: false,
  singleReviewOmitsCounts: false,
  businessUnitNameObject: false,
  publicListCeiling: 100_000,
  staleReadSeconds: 0,
  staleReadsVary: false,
  cachedPageSeconds: 0,
  linksOrigin: '',
  replySuccess: '201-empty',
  secondReplyAnswers409: false,
  replyMovesUpdatedAt: false,
  replyAcceptsForm: false,
  replyMaxLength: 0,
  missingReplyDeletes: false,
  tagsMoveUpdatedAt: false,
  tagWritesAnswerEmpty: false,
  moderationMovesUpdatedAt: false,
  webhookDuplicates: false,
  webhookReordered: false,
  webhookBatchSize: 1,
  webhooksLost: false,
  webhookRetries: 0,
  webhookDeletedCarriesFields: false,
  callsPer5Minutes: 833,
  callsPerHour: 10_000,
  retryAfterOnLimit: true,
};
