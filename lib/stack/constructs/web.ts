import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ProductFunction } from './product-function.ts';
import type { ReviewQueue } from './review-queue.ts';
import type { SidebarMaster } from './sidebar-master.ts';
import { trustpilotEnvironment, type TrustpilotStepProps } from './step.ts';

export interface WebProps extends TrustpilotStepProps {
  publicUrl: string;
  integrationId: string;
  /** The dialogue shows the sidebar key. */
  master: SidebarMaster;
  /** The dashboard counts what waits in it; an erasure that an admin confirms goes there. */
  counts: ReviewQueue;
}

/** Every page that a person or Zendesk's settings see, and the end of the Trustpilot consent. */
export class Web extends Construct {
  readonly function: ProductFunction;

  constructor(scope: Construct, id: string, props: WebProps) {
    super(scope, id);
    const { state, secrets, settings, counts, master } = props;
    this.function = new ProductFunction(this, 'Function', {
      name: 'web',
      settings,
      // More than half a CPU: an admin looks at an empty frame during a cold start.
      memoryMiB: 1024,
      // What API Gateway allows; counting unanswered reviews takes up to six calls to Trustpilot per domain.
      timeout: Duration.seconds(29),
      environment: {
        ...trustpilotEnvironment(props),
        REVIEW_QUEUE_URL: counts.queue.queueUrl,
        PARKED_QUEUE_URL: counts.parked.queueUrl,
        PUBLIC_URL: props.publicUrl,
        INTEGRATION_ID: props.integrationId,
        SIDEBAR_MASTER_SECRET_ID: master.secretId,
        ZENDESK_SUBDOMAINS: settings.zendeskSubdomains.join(','),
      },
    });
    state.grant(
      this.function,
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    );
    // Messages for an erasure that an admin confirms.
    counts.queue.grant(this.function, 'sqs:GetQueueAttributes', 'sqs:SendMessage');
    counts.parked.grant(this.function, 'sqs:GetQueueAttributes');
    secrets.grantReadKey(this.function);
    master.grantRead(this.function);
    // It alone makes logins; the worker alone ends them.
    secrets.grantConnections(this.function, 'CreateSecret', 'GetSecretValue', 'PutSecretValue');
  }
}
