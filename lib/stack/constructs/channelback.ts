import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ProductFunction } from './product-function.ts';
import { trustpilotEnvironment, type TrustpilotStepProps } from './step.ts';

/** An agent's reply, published while Zendesk waits. */
export class Channelback extends Construct {
  readonly function: ProductFunction;

  constructor(scope: Construct, id: string, props: TrustpilotStepProps) {
    super(scope, id);
    const { state, secrets, settings } = props;
    this.function = new ProductFunction(this, 'Function', {
      name: 'channelback',
      settings,
      // More than half a CPU: an agent looks at a spinner during a cold start.
      memoryMiB: 1024,
      // What API Gateway allows: a renewed login, two calls to Trustpilot, or a repeat that waits 15 s for the first.
      timeout: Duration.seconds(29),
      environment: {
        ...trustpilotEnvironment(props),
        REPLY_MAX_CHARACTERS: String(settings.replyMaxCharacters),
      },
    });
    state.grant(this.function, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    secrets.grantReadKey(this.function);
    // Reads a login's tokens and renews them; making and ending logins is not its business.
    secrets.grantConnections(this.function, 'GetSecretValue', 'PutSecretValue');
  }
}
