import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { ProductFunction } from './product-function.ts';
import type { ReviewQueue } from './review-queue.ts';
import { trustpilotEnvironment, type TrustpilotStepProps } from './step.ts';

export interface PollProps extends TrustpilotStepProps {
  sendsTo: ReviewQueue;
}

/** A failed or late tick is not repeated: the next one does its work. One minute is the least Lambda takes. */
const once = { retryAttempts: 0, maxEventAge: Duration.minutes(1) };

/** The schedule and its tick, which picks the work that is due and reads Trustpilot into the queue. */
export class Poll extends Construct {
  readonly function: ProductFunction;
  readonly schedule: Rule;

  constructor(scope: Construct, id: string, props: PollProps) {
    super(scope, id);
    const { settings } = props;
    this.function = new ProductFunction(this, 'Function', {
      name: 'poll',
      settings,
      // A page of 100 reviews is 300 KB of JSON, four pages at a time; most of the run is waiting.
      memoryMiB: 512,
      // A thousand domains, four at a time, take a minute; backfill fills the rest and new reviews wait no longer.
      timeout: Duration.minutes(2),
      // Two ticks at once would read every domain twice, out of one allowance of calls. Nothing else would break.
      ...(settings.reserveConcurrency && { reservedConcurrency: 1 }),
      environment: {
        ...trustpilotEnvironment(props),
        REVIEW_QUEUE_URL: props.sendsTo.queue.queueUrl,
        POLL_SECONDS: String(settings.pollMinutes * 60),
        RESCAN_SECONDS: String(settings.rescanHours * 3_600),
        DELETIONS_SECONDS: String(settings.deletionsHours * 3_600),
        ...(settings.reviewRetentionDays !== undefined && {
          REVIEW_RETENTION_DAYS: String(settings.reviewRetentionDays),
        }),
      },
    });
    this.#grant(props);
    this.function.configureAsyncInvoke(once);
    this.schedule = new Rule(this, 'Schedule', {
      schedule: Schedule.rate(Duration.minutes(settings.pollMinutes)),
      targets: [new LambdaFunction(this.function, once)],
    });
  }

  #grant({ state, secrets, sendsTo }: PollProps): void {
    state.grant(
      this.function,
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    );
    secrets.grantReadKey(this.function);
    secrets.grantConnections(this.function, 'GetSecretValue', 'PutSecretValue');
    sendsTo.queue.grant(this.function, 'sqs:SendMessage');
  }
}
