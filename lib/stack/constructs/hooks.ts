import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ProductFunction } from './product-function.ts';
import type { ReviewQueue } from './review-queue.ts';
import { stateEnvironment, type StepProps } from './step.ts';

export interface HooksProps extends StepProps {
  sendsTo: ReviewQueue;
}

/** What Zendesk reports (facts that became tickets, accounts that come and go) and Trustpilot's webhooks. Anybody can call it. */
export class Hooks extends Construct {
  readonly function: ProductFunction;

  constructor(scope: Construct, id: string, props: HooksProps) {
    super(scope, id);
    this.function = new ProductFunction(this, 'Function', {
      name: 'hooks',
      settings: props.settings,
      // Nobody waits for the answer.
      memoryMiB: 512,
      // A thousand confirmations, sixteen at a time, take two seconds; the rest is for retries of the SDK.
      timeout: Duration.seconds(20),
      environment: { ...stateEnvironment(props), REVIEW_QUEUE_URL: props.sendsTo.queue.queueUrl },
    });
    props.state.grant(
      this.function,
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:Query',
    );
    props.sendsTo.queue.grant(this.function, 'sqs:SendMessage');
  }
}
