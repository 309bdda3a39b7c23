/*
 * AWS list prices in USD for US East (N. Virginia), as aws.amazon.com/<service>/pricing had them in the first half of
 * 2026; Europe is up to a quarter dearer. The free allowances named here do not end after the first year. Scheduled
 * rules of EventBridge are free.
 */
export const pricesAsOf = 'first half of 2026, US East (N. Virginia)';

const million = 1_000_000;

export const prices = {
  /** On demand, standard table class, since November 2024. */
  writeUnit: 0.625 / million,
  readUnit: 0.125 / million,
  /** A GB for a month; point-in-time recovery beside it. */
  tableGb: 0.25,
  recoveryGb: 0.2,
  /** Lambda on arm64. */
  invocation: 0.2 / million,
  gbSecond: 0.0000133334,
  /** API Gateway, HTTP API. */
  apiRequest: 1 / million,
  /** Standard queue, each 64 KB. */
  sqsRequest: 0.4 / million,
  /** A secret for a month, and calls. */
  secret: 0.4,
  secretCall: 0.05 / 10_000,
  /** CloudWatch: a GB of log taken in, and kept for a month. */
  logGb: 0.5,
  logStorageGb: 0.03,
  metric: 0.3,
  alarm: 0.1,
  dashboard: 3,
} as const;

/** What is free each month for every AWS account, for ever. */
export const freeForEver = {
  tableGb: 25,
  invocations: 1 * million,
  gbSeconds: 400_000,
  sqsRequests: 1 * million,
  /** Taken in and kept together. */
  logGb: 5,
} as const;
