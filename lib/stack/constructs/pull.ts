import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ProductFunction } from './product-function.ts';
import { stateEnvironment, type StepProps } from './step.ts';

/** Zendesk asks about every two minutes for what is new; drains the outbox, never calls Trustpilot. */
export class Pull extends Construct {
  readonly function: ProductFunction;

  constructor(scope: Construct, id: string, props: StepProps) {
    super(scope, id);
    this.function = new ProductFunction(this, 'Function', {
      name: 'pull',
      settings: props.settings,
      // Half a CPU: a pull of 200 is some milliseconds of JSON, and a cold start is felt by nobody.
      memoryMiB: 1024,
      // Zendesk waits a minute, API Gateway 30 seconds; DynamoDB answers in milliseconds or is out of reach.
      timeout: Duration.seconds(20),
      environment: stateEnvironment(props),
    });
    props.state.grant(
      this.function,
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:BatchWriteItem',
    );
  }
}
