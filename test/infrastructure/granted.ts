import type { FunctionName } from '../../lambdas/routes.ts';
import { resolveValue } from './intrinsics.ts';
import { connectionSecrets, type RecordedCalls } from './recorded-calls.ts';
import { functionOf, type Resource, type Synthesised } from './synth.ts';

export interface Statement {
  Effect: string;
  Action: string[];
  Resource: string[];
}

const accountId = '111122223333';
const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:${accountId}:${name}`;

/** An ARN as AWS would make it, by logical id; secrets get six characters at the end. */
function arnOf(id: string, { Type }: Resource): string {
  if (Type === 'AWS::DynamoDB::Table') return arn('dynamodb', `table/${id}`);
  if (Type === 'AWS::SQS::Queue') return arn('sqs', id);
  if (Type === 'AWS::SecretsManager::Secret') return arn('secretsmanager', `secret:${id}-AbCdEf`);
  return arn('logs', `log-group:${id}:*`);
}

/** Stands for a secret that a function made at run time. */
const aConnection = arn('secretsmanager', 'secret:trustpilot-reviews-test/connection/0b1c-AbCdEf');

/** ARN by the name that recorded calls use. */
export const arnsOf = ({ resources }: Synthesised): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(resources).map(([id, resource]) => [id, arnOf(id, resource)])),
  [connectionSecrets]: aConnection,
});

/** All statements of the policies of a function's role, resolved. */
export function statementsOf(synthesised: Synthesised, name: FunctionName): Statement[] {
  const { resources } = synthesised;
  const arns = arnsOf(synthesised);
  const physical = {
    'AWS::Partition': 'aws',
    'AWS::Region': 'eu-west-1',
    'AWS::AccountId': accountId,
    ...arns,
    ...Object.fromEntries(Object.entries(arns).map(([id, value]) => [`${id}.Arn`, value])),
  };
  const role = roleOf(synthesised, name);
  return Object.values(resources)
    .filter(({ Type, Properties }) => Type === 'AWS::IAM::Policy' && refersTo(Properties['Roles'], role))
    .flatMap(({ Properties }) => (Properties['PolicyDocument'] as { Statement: unknown[] }).Statement)
    .map((statement) => resolveValue(statement, physical) as Record<keyof Statement, string | string[]>)
    .map(({ Effect, Action, Resource }) => ({
      Effect: String(Effect),
      Action: [Action].flat(),
      Resource: [Resource].flat(),
    }));
}

/** The logical id of the function's role, which must get its rights from policies of this template alone. */
function roleOf(synthesised: Synthesised, name: FunctionName): string {
  const role = (functionOf(synthesised, name).Properties['Role'] as { 'Fn::GetAtt': [string, string] })[
    'Fn::GetAtt'
  ][0];
  const { ManagedPolicyArns, Policies } = synthesised.resources[role]?.Properties ?? {};
  if (ManagedPolicyArns !== undefined || Policies !== undefined)
    throw new Error(`${role} has other policies too.`);
  return role;
}

const refersTo = (roles: unknown, role: string): boolean =>
  (roles as { Ref: string }[]).some(({ Ref }) => Ref === role);

/** What Lambda itself does in the role's name: it writes the log, and its poller reads the worker's queue. */
export function callsOfLambda(synthesised: Synthesised, name: FunctionName): string[] {
  const idsOf = (start: string) => Object.keys(synthesised.resources).filter((id) => id.startsWith(start));
  const logGroup = idsOf(`${name.charAt(0).toUpperCase()}${name.slice(1)}FunctionLogs`)[0] ?? '';
  const writes = [`logs:CreateLogStream ${logGroup}`, `logs:PutLogEvents ${logGroup}`];
  const queue = idsOf('ReviewsQueue')[0] ?? '';
  const reads = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map(
    (name_) => `sqs:${name_} ${queue}`,
  );
  return name === 'worker' ? [...writes, ...reads] : writes;
}

export const callsOf = (synthesised: Synthesised, recorded: RecordedCalls, name: FunctionName): string[] => [
  ...(recorded[name] ?? []),
  ...callsOfLambda(synthesised, name),
];
