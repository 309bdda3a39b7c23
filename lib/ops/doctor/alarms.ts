import type { Deployment } from '../deployment.ts';
import type { Surroundings } from '../surroundings.ts';
import { bad, look, ok, type Verdict } from './verdict.ts';

export interface AlarmState {
  description: string;
  state: string;
}

export async function checkSchedule(
  { readScheduleState }: Surroundings,
  { ScheduleName }: Deployment,
): Promise<Verdict> {
  const state = await readScheduleState(ScheduleName);
  if (state === 'ENABLED') return ok('schedule', 'fires');
  return bad(
    'schedule',
    `${ScheduleName} is ${state}: nothing is read`,
    `Enable it: aws events enable-rule --name ${ScheduleName}`,
  );
}

/** One line per alarm that is on; its own text says what people lose and where its runbook section is. */
export async function checkAlarms(
  { readAlarms }: Surroundings,
  { stackName }: Deployment,
): Promise<Verdict[]> {
  const alarms = await readAlarms(stackName);
  if (alarms.length === 0) return [look('alarms', `none of ${stackName}`, 'Deploy again.')];
  const on = alarms.filter(({ state }) => state === 'ALARM');
  if (on.length === 0) return [ok('alarms', `${alarms.length}, all quiet`)];
  return on.map(({ description }) => bad('alarm', description, 'See its section in the runbook.'));
}
