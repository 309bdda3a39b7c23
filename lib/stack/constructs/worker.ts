import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ProductFunction } from './product-function.ts';
import type { ReviewQueue } from './review-queue.ts';
import { trustpilotEnvironment, type TrustpilotStepProps } from './step.ts';

/** Enough for one large batch of deletions; a reply that is settled needs three calls to Trustpilot. */
export const workerTimeout = Duration.seconds(60);

export interface WorkerProps extends TrustpilotStepProps {
  receivesFrom: ReviewQueue;
}

/** Turns what was seen into facts and outbox entries, and does planned work. */
export class Worker extends Construct {
  readonly function: ProductFunction;

  constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id);
    const { queue, parked } = props.receivesFrom;
    this.function = new ProductFunction(this, 'Function', {
      name: 'worker',
      settings: props.settings,
      // Ten messages at a time, most of it waiting for DynamoDB.
      memoryMiB: 512,
      timeout: workerTimeout,
      environment: { ...trustpilotEnvironment(props), PARKED_QUEUE_URL: parked.queueUrl },
    });
    this.#grant(props);
    new EventSourceMapping(this, 'Source', {
      target: this.function,
      eventSourceArn: queue.queueArn,
      batchSize: 10,
      // One bad message does not send nine good ones back.
      reportBatchItemFailures: true,
      // A backfill of 100,000 must not take all of the account's Lambda concurrency.
      maxConcurrency: 5,
    });
  }

  #grant({ state, secrets, receivesFrom: { queue, parked } }: WorkerProps): void {
    state.grant(
      this.function,
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:BatchWriteItem',
    );
    secrets.grantReadKey(this.function);
    secrets.grantConnections(this.function, 'GetSecretValue', 'PutSecretValue', 'DeleteSecret');
    parked.grant(this.function, 'sqs:SendMessage');
    // What Lambda's poller does in this role's name.
    queue.grant(this.function, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes');
  }
}
