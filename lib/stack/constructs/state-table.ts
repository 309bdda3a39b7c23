import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { primaryKey, timeToLiveAttribute } from '../../../lambdas/store/table.ts';

/** The one table (lambdas/store/table.ts). It outlives the stack, unless this is a try-out. */
export class StateTable extends Table {
  constructor(scope: Construct, id: string, { isTryOut }: { isTryOut: boolean }) {
    super(scope, id, {
      partitionKey: { name: primaryKey.partition, type: AttributeType.STRING },
      sortKey: { name: primaryKey.sort, type: AttributeType.STRING },
      timeToLiveAttribute,
      // Load comes in bursts: nothing for hours, then a backfill.
      billingMode: BillingMode.PAY_PER_REQUEST,
      // A key of our own would cost a dollar a month and each call's latency, and would keep out nobody whom IAM
      // lets in: reviews are public, secrets are in Secrets Manager.
      encryption: TableEncryption.DEFAULT,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: !isTryOut,
      removalPolicy: isTryOut ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
  }
}
