import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** The secret from which all sidebar keys are derived; nobody ever sees it. */
export class SidebarMaster extends Construct {
  readonly secretId: string;

  constructor(scope: Construct, id: string, { isTryOut }: { isTryOut: boolean }) {
    super(scope, id);
    const secret = new Secret(this, 'Secret', {
      description:
        'What the keys of the Zendesk sidebar are derived from; a new value makes all of them invalid',
      // Made once: CloudFormation asks for another value only when these settings change.
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: isTryOut ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'A new value would end every sidebar key; admins renew and revoke those one by one.',
    });
    this.secretId = secret.secretArn;
  }

  grantRead(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [this.secretId] }),
    );
  }
}
