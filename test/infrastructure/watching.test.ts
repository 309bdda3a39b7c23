import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { anchors } from '../support/readme.ts';
import { synthesise, type Resource, type Synthesised } from './synth.ts';

let synthesised: Synthesised;
beforeAll(async () => {
  synthesised = await synthesise();
});

const ofType = (type: string): [string, Resource][] =>
  Object.entries(synthesised.resources).filter(([, { Type }]) => Type === type);

interface MetricFilter {
  FilterPattern: string;
  MetricTransformations: {
    MetricName: string;
    MetricNamespace: string;
    MetricValue: string;
    DefaultValue?: number;
  }[];
}
const filters = () =>
  ofType('AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties as unknown as MetricFilter);

const lambdas = resolve(import.meta.dirname, '../../lambdas');
const code = readdirSync(lambdas, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(lambdas, file), 'utf8'))
  .join('\n');

test('metrics, alarms and dashboards stay within what CloudWatch gives for nothing', () => {
  const names = filters().map(({ MetricTransformations }) => MetricTransformations[0]?.MetricName);
  expect(new Set(names).size).toBeLessThanOrEqual(10);
  expect(ofType('AWS::CloudWatch::Alarm').length).toBeLessThanOrEqual(10);
  expect(ofType('AWS::CloudWatch::Dashboard')).toHaveLength(1);
});

test('every metric is read from a log line and a field that the functions write', () => {
  for (const { FilterPattern, MetricTransformations } of filters()) {
    for (const [, event = ''] of FilterPattern.matchAll(/"([^"]+)"/g)) expect(code).toContain(`'${event}'`);
    const field = MetricTransformations[0]?.MetricValue.replace('$.', '') ?? '';
    if (field !== '1') expect(code).toMatch(new RegExp(`\\b${field}\\b`));
  }
});

test('two deployments do not mix their metrics', () => {
  const spaces = filters().map(({ MetricTransformations }) => MetricTransformations[0]?.MetricNamespace);
  expect(new Set(spaces)).toEqual(new Set(['trustpilot-reviews-test']));
});

test('every alarm says what people lose, names its section of the runbook, and sends a mail when it comes and goes', () => {
  for (const [, { Properties }] of ofType('AWS::CloudWatch::Alarm')) {
    const description = String(Properties['AlarmDescription']);
    expect(description).toMatch(/^[A-Z][^.]+\. .+\. What to do: README\.md#[a-z-]+$/s);
    expect(anchors).toContain(description.split('#').at(-1));
    expect(Properties['AlarmActions']).toHaveLength(1);
    expect(Properties['OKActions']).toHaveLength(1);
  }
});

test('a schedule that has stopped is an alarm, because it is silent', () => {
  const late = ofType('AWS::CloudWatch::Alarm').find(([id]) => id.includes('NewReviewsAreLate'));
  expect(late?.[1].Properties).toMatchObject({
    MetricName: 'LagSeconds',
    Period: 3_600,
    Threshold: 3_600,
    TreatMissingData: 'breaching',
  });
});
