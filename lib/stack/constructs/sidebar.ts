import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ProductFunction } from './product-function.ts';
import type { SidebarMaster } from './sidebar-master.ts';
import { trustpilotEnvironment, type TrustpilotStepProps } from './step.ts';

export interface SidebarProps extends TrustpilotStepProps {
  publicUrl: string;
  master: SidebarMaster;
}

/** What the agent's sidebar beside a ticket asks for, through Zendesk's request proxy. */
export class Sidebar extends Construct {
  readonly function: ProductFunction;

  constructor(scope: Construct, id: string, props: SidebarProps) {
    super(scope, id);
    const { settings, state, secrets, master } = props;
    this.function = new ProductFunction(this, 'Function', {
      name: 'sidebar',
      settings,
      // More than half a CPU: an agent looks at a spinner during a cold start.
      memoryMiB: 1024,
      // What API Gateway allows; publishing again takes as long as an agent's reply.
      timeout: Duration.seconds(29),
      environment: {
        ...trustpilotEnvironment(props),
        PUBLIC_URL: props.publicUrl,
        SIDEBAR_MASTER_SECRET_ID: master.secretId,
        REPLY_MAX_CHARACTERS: String(settings.replyMaxCharacters),
      },
    });
    state.grant(
      this.function,
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    );
    master.grantRead(this.function);
    secrets.grantReadKey(this.function);
    secrets.grantConnections(this.function, 'GetSecretValue', 'PutSecretValue');
  }
}
