/*
 * AWS list prices in USD for US East (N. Virginia); Europe is up to a quarter dearer. They are on the pages of AWS that
 * are named here, whose tables are filled in by script and change without notice: beside each stands who quoted it, and
 * when. The free allowances do not end after the first year. Scheduled rules of EventBridge are free.
 */
export const pricesAsOf = 'first half of 2026, US East (N. Virginia)';

const million = 1_000_000;

export const prices = {
  /**
   * aws.amazon.com/dynamodb/pricing/on-demand: standard table class, since November 2024. Quoted by
   * airbyte.com/data-engineering-resources/dynamodb-pricing, July 2025.
   */
  writeUnit: 0.625 / million,
  readUnit: 0.125 / million,
  /** A GB for a month, as aws.amazon.com/dynamodb/pricing says in its text. */
  tableGb: 0.25,
  /** Point-in-time recovery, a GB of table for a month. Quoted by finops.com.py/services/dynamodb/backups, undated. */
  recoveryGb: 0.2,
  /** aws.amazon.com/lambda/pricing. Quoted by wring.co/blog/aws-lambda-pricing-guide, March 2026. */
  invocation: 0.2 / million,
  /** On arm64, up to 7.5 billion a month; the same quotation. Init is billed like the rest since August 2025. */
  gbSecond: 0.0000133334,
  /**
   * aws.amazon.com/api-gateway/pricing: HTTP API, the first 300 million. Quoted by
   * awsforengineers.com/blog/aws-api-gateway-pricing-explained, undated.
   */
  apiRequest: 1 / million,
  /** aws.amazon.com/sqs/pricing: standard queue, each 64 KB. Quoted by cloudburn.io/blog/amazon-sqs-pricing, March 2026. */
  sqsRequest: 0.4 / million,
  /**
   * aws.amazon.com/secrets-manager/pricing: a secret for a month, and calls. Quoted by
   * hivebook.wiki/wiki/aws-secrets-manager-rotated-secrets-dynamic-db-credentials-kms, undated.
   */
  secret: 0.4,
  secretCall: 0.05 / 10_000,
  /**
   * aws.amazon.com/cloudwatch/pricing: a GB of log taken in, and kept for a month. Intake and dashboards quoted by
   * factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards, June 2026; metrics by
   * signoz.io/guides/cloudwatch-pricing, February 2026; of kept logs and alarms no quotation was at hand.
   */
  logGb: 0.5,
  logStorageGb: 0.03,
  metric: 0.3,
  alarm: 0.1,
  dashboard: 3,
} as const;

/** What is free each month for every AWS account, for ever; on the same pages. */
export const freeForEver = {
  tableGb: 25,
  invocations: 1 * million,
  gbSeconds: 400_000,
  sqsRequests: 1 * million,
  /** Taken in and kept together. */
  logGb: 5,
} as const;
