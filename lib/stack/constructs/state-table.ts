import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { primaryKey, timeToLiveAttribute } from '../../../lambdas/store/table.ts';
import type { Settings } from '../settings.ts';

/** The one table (lambdas/store/table.ts). It outlives the stack, unless this is a try-out. */
class StateTable extends Table {
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

/** What the steps need of it. */
export type State = Pick<ITable, 'tableName' | 'grant'>;

/** The stack's own table, or the restored one that a team named; the own one is kept then, as it is RETAINed. */
export const stateTable = (
  scope: Construct,
  id: string,
  { removalPolicy, restoredTable }: Settings,
): State =>
  restoredTable === undefined
    ? new StateTable(scope, id, { isTryOut: removalPolicy === 'destroy' })
    : Table.fromTableName(scope, `Restored${id}`, restoredTable);
