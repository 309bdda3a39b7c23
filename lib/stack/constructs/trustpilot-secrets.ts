import { Arn, ArnFormat, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

type ConnectionAction = 'CreateSecret' | 'GetSecretValue' | 'PutSecretValue' | 'DeleteSecret';

/** The deployment's Trustpilot key, and the token pairs, which the functions keep in one secret per connection. */
export class TrustpilotSecrets extends Construct {
  readonly keyId: string;
  /** Of the secrets made at run time. They belong to the data: a restored table finds them by it. */
  readonly connectionPrefix: string;
  readonly #key: Secret;

  constructor(scope: Construct, id: string, { isTryOut }: { isTryOut: boolean }) {
    super(scope, id);
    this.#key = new Secret(this, 'TrustpilotKey', {
      description: 'Trustpilot API key and secret; put in place by "npm run ops -- configure"',
      removalPolicy: isTryOut ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    // Without a value: one in the template could come back over the real one with a later deployment.
    (this.#key.node.defaultChild as CfnSecret).addPropertyDeletionOverride('GenerateSecretString');
    Validations.of(this.#key).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Trustpilot issues its API keys by hand; there is no call that would rotate one.',
    });
    this.keyId = this.#key.secretArn;
    const stack = Stack.of(this);
    this.connectionPrefix = `${stack.stackName}/connection/`;
    Validations.of(stack).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:${this.connectionPrefix}*]`,
      reason:
        'One secret per connection is made at run time; the star stands for its id under our own prefix.',
    });
  }

  grantReadKey(grantee: IGrantable): void {
    this.#allow(grantee, ['GetSecretValue'], this.#key.secretArn);
  }

  /** Only secrets under this deployment's prefix; their names are not known before run time. */
  grantConnections(grantee: IGrantable, ...actions: ConnectionAction[]): void {
    const resourceName = `${this.connectionPrefix}*`;
    const secret = { service: 'secretsmanager', resource: 'secret', resourceName };
    this.#allow(
      grantee,
      actions,
      Arn.format({ ...secret, arnFormat: ArnFormat.COLON_RESOURCE_NAME }, Stack.of(this)),
    );
  }

  #allow(grantee: IGrantable, names: ConnectionAction[], resource: string): void {
    const actions = names.map((name) => `secretsmanager:${name}`);
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [resource] }));
  }
}
