import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { AlarmState } from './doctor/alarms.ts';

export async function readScheduleState(Name: string): Promise<string> {
  const client = new EventBridgeClient();
  try {
    const { State = 'gone' } = await client.send(new DescribeRuleCommand({ Name }));
    return State;
  } finally {
    client.destroy();
  }
}

/** CloudFormation's names for alarms begin with the stack's name. */
export async function readAlarms(stackName: string): Promise<AlarmState[]> {
  const client = new CloudWatchClient();
  const alarms: AlarmState[] = [];
  try {
    for await (const page of paginateDescribeAlarms({ client }, { AlarmNamePrefix: `${stackName}-` })) {
      for (const { AlarmDescription = '', StateValue = '' } of page.MetricAlarms ?? []) {
        alarms.push({ description: AlarmDescription, state: StateValue });
      }
    }
    return alarms;
  } finally {
    client.destroy();
  }
}
