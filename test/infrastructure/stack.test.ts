import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionNames, routes } from '../../lambdas/routes.ts';
import { overBudget, readSizes } from './sizes.ts';
import { synthesise, type Resource, type Synthesised } from './synth.ts';

let synthesised: Synthesised;
beforeAll(async () => {
  synthesised = await synthesise();
});

const ofType = (type: string): [string, Resource][] =>
  Object.entries(synthesised.resources).filter(([, { Type }]) => Type === type);
const propertiesOf = (type: string, start = ''): Record<string, unknown> => {
  const [, resource] = ofType(type).find(([id]) => id.startsWith(start)) ?? [];
  if (resource === undefined) throw new Error(`No ${type} ${start}`);
  return resource.Properties;
};
const functionOf = (start: string) => propertiesOf('AWS::Lambda::Function', start);

test('a second deploy replaces nothing that holds state: the logical ids are the recorded ones', () => {
  const recorded = JSON.parse(
    readFileSync(join(import.meta.dirname, 'stateful-resources.json'), 'utf8'),
  ) as Record<string, string[]>;
  const found = Object.keys(recorded).map((type) => [
    type,
    ofType(type)
      .map(([id]) => id)
      .sort(),
  ]);
  expect(Object.fromEntries(found)).toEqual(recorded);
});

test('table and key outlive the stack; the table is protected, encrypted and can go back in time', () => {
  const kept = [...ofType('AWS::DynamoDB::Table'), ...ofType('AWS::SecretsManager::Secret')];
  for (const [, { DeletionPolicy, UpdateReplacePolicy }] of kept) {
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
  }
  expect(propertiesOf('AWS::DynamoDB::Table')).toMatchObject({
    DeletionProtectionEnabled: true,
    BillingMode: 'PAY_PER_REQUEST',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  });
});

test('no later deployment can put a value over the Trustpilot key', () => {
  const secret = propertiesOf('AWS::SecretsManager::Secret', 'SecretsTrustpilotKey');
  expect(Object.keys(secret)).not.toContain('GenerateSecretString');
  expect(Object.keys(secret)).not.toContain('SecretString');
});

test('a message is invisible for six worker time-outs, and what fails five times waits two weeks for a person', () => {
  const queue = propertiesOf('AWS::SQS::Queue', 'ReviewsQueue');
  expect(queue['VisibilityTimeout']).toBeGreaterThanOrEqual(6 * Number(functionOf('Worker')['Timeout']));
  expect(queue['RedrivePolicy']).toMatchObject({ maxReceiveCount: 5 });
  const parked = propertiesOf('AWS::SQS::Queue', 'ReviewsParked');
  expect(parked['MessageRetentionPeriod']).toBe(14 * 86_400);
  expect(Number(queue['MessageRetentionPeriod'])).toBeLessThan(14 * 86_400);
  // A worker that is down over a long holiday loses no review.
  expect(Number(queue['MessageRetentionPeriod'])).toBeGreaterThanOrEqual(10 * 86_400);
});

test('one bad message does not send its batch back, and a backfill cannot take all Lambda concurrency', () => {
  expect(propertiesOf('AWS::Lambda::EventSourceMapping')).toMatchObject({
    BatchSize: 10,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 5 },
  });
});

test('one tick at a time, every minute, and a failed one is not repeated', () => {
  expect(functionOf('Poll')['ReservedConcurrentExecutions']).toBe(1);
  expect(propertiesOf('AWS::Events::Rule')).toMatchObject({
    ScheduleExpression: 'rate(1 minute)',
    Targets: [{ RetryPolicy: { MaximumRetryAttempts: 0 } }],
  });
  expect(propertiesOf('AWS::Lambda::EventInvokeConfig')).toMatchObject({ MaximumRetryAttempts: 0 });
});

test('every function runs on Node 24 and arm64 and has a log of its own that ends', () => {
  expect(ofType('AWS::Lambda::Function')).toHaveLength(functionNames.length);
  for (const [, { Properties }] of ofType('AWS::Lambda::Function')) {
    expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    expect(Properties['LoggingConfig']).toHaveProperty('LogGroup');
  }
  for (const [, { Properties }] of ofType('AWS::Logs::LogGroup'))
    expect(Properties['RetentionInDays']).toBe(30);
});

test('Zendesk waits for no function longer than API Gateway does', () => {
  for (const name of ['Pull', 'Channelback', 'Web', 'Hooks', 'Sidebar']) {
    expect(functionOf(name)['Timeout']).toBeLessThan(30);
  }
});

test('the routes of the API are those of lambdas/routes.ts', () => {
  const found = ofType('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties['RouteKey']);
  expect(found.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
});

test('the access log holds no path, query, address, header or body', () => {
  const { Format } = propertiesOf('AWS::ApiGatewayV2::Stage')['AccessLogSettings'] as { Format: string };
  const variables = [...Format.matchAll(/\$context\.([\w.]+)/g)].map(([, name]) => name);
  expect(variables).toEqual([
    'requestId',
    'requestTime',
    'routeKey',
    'status',
    'responseLength',
    'responseLatency',
    'integrationLatency',
    'integrationStatus',
    'error.responseType',
  ]);
});

test('a flood is braked before it is paid for', () => {
  expect(propertiesOf('AWS::ApiGatewayV2::Stage')['DefaultRouteSettings']).toEqual({
    ThrottlingBurstLimit: 200,
    ThrottlingRateLimit: 50,
  });
});

test('with an own domain there is no second address that Zendesk could remember', () => {
  expect(propertiesOf('AWS::ApiGatewayV2::Api')['DisableExecuteApiEndpoint']).toBe(true);
  const { Variables } = functionOf('Web')['Environment'] as { Variables: Record<string, unknown> };
  expect(Variables['PUBLIC_URL']).toBe('https://reviews.acme.example');
});

test('no name is fixed but that of the secrets made at run time, which holds the stack', () => {
  const names = [
    'TableName',
    'QueueName',
    'FunctionName',
    'RoleName',
    'LogGroupName',
    'TopicName',
    'AlarmName',
  ];
  const owned =
    /^AWS::(DynamoDB::Table|SQS::Queue|Lambda::Function|IAM::Role|Logs::LogGroup|SNS::Topic|CloudWatch::Alarm)$/;
  for (const [id, { Type, Properties = {} }] of Object.entries(synthesised.resources)) {
    if (owned.test(Type)) expect([id, names.filter((name) => name in Properties)]).toEqual([id, []]);
  }
  const { Variables } = functionOf('Web')['Environment'] as { Variables: Record<string, unknown> };
  expect(Variables['CONNECTION_SECRET_PREFIX']).toBe('trustpilot-reviews-test/connection/');
  expect(Variables['INTEGRATION_ID']).toBe('trustpilot-reviews-test');
});

test('no bundle has grown beyond its budget (npm run sizes)', async () => {
  expect(overBudget(await readSizes())).toEqual([]);
});

test('cdk-nag has nothing to say about the stack that is not acknowledged with a reason', () => {
  const report = JSON.parse(readFileSync(join(synthesised.directory, 'validation-report.json'), 'utf8')) as {
    pluginReports: unknown[];
  };
  expect(report.pluginReports).toEqual([]);
});
