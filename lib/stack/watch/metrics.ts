import { Duration, Stack } from 'aws-cdk-lib';
import { Metric, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../../../lambdas/routes.ts';

interface MetricSource {
  /** Whose log it is read from. */
  function: FunctionName;
  events: readonly [string, ...string[]];
  /** The field that is the value; every line counts as one without it. */
  field?: string;
  unit: Unit;
  statistic: 'Maximum' | 'Sum';
}

/**
 * Read from the log lines by CloudWatch, so that the functions carry no metrics library and spend no time on them.
 * Ten custom metrics are free of charge; an eleventh costs 0.30 USD a month. `tick` comes with every run of the
 * schedule and `census` once an hour, also when there is nothing to say: silence can be told from zero.
 */
const sources = {
  LagSeconds: tick('worstLagSeconds', Unit.SECONDS),
  ReviewsIn: { ...tick('newReviews', Unit.COUNT), statistic: 'Sum' },
  CallsUsed: tick('callsUsed', Unit.COUNT),
  OldestPendingSeconds: census('oldestPendingSeconds', Unit.SECONDS),
  Unconfirmed: census('unconfirmed', Unit.COUNT),
  Refused: census('parked', Unit.COUNT),
  DeadConnections: census('deadConnections', Unit.COUNT),
  TicketsConfirmed: of('hooks', ['tickets confirmed'], 'tickets'),
  RepliesPublished: of('channelback', ['reply published']),
  RepliesFailed: of('channelback', ['reply refused', 'request failed', 'request crashed']),
} satisfies Record<string, MetricSource>;

export type MetricName = keyof typeof sources;
export const metricNames = Object.keys(sources) as MetricName[];

function tick(field: string, unit: Unit): MetricSource {
  return { function: 'poll', events: ['tick'], field, unit, statistic: 'Maximum' };
}

function census(field: string, unit: Unit): MetricSource {
  return { function: 'poll', events: ['census'], field, unit, statistic: 'Maximum' };
}

function of(name: FunctionName, events: readonly [string, ...string[]], field?: string): MetricSource {
  return {
    function: name,
    events,
    ...(field !== undefined && { field }),
    unit: Unit.COUNT,
    statistic: 'Sum',
  };
}

/** The metrics of one deployment, in a namespace of its own. */
export class Metrics extends Construct {
  readonly #namespace: string;

  constructor(scope: Construct, id: string, logsOf: (name: FunctionName) => ILogGroup) {
    super(scope, id);
    this.#namespace = Stack.of(this).stackName;
    for (const metricName of metricNames) {
      const source: MetricSource = sources[metricName];
      const [first, ...others] = source.events.map((event) =>
        FilterPattern.stringValue('$.event', '=', event),
      );
      if (first === undefined) continue;
      new MetricFilter(this, metricName, {
        logGroup: logsOf(source.function),
        metricNamespace: this.#namespace,
        metricName,
        filterPattern: others.length === 0 ? first : FilterPattern.any(first, ...others),
        metricValue: source.field === undefined ? '1' : `$.${source.field}`,
        unit: source.unit,
        // Whenever the function logs anything else: zero, so that an alarm comes to its end.
        ...(source.statistic === 'Sum' && { defaultValue: 0 }),
      });
    }
  }

  get(metricName: MetricName, period = Duration.minutes(5)): Metric {
    const { statistic, unit } = sources[metricName];
    return new Metric({ namespace: this.#namespace, metricName, statistic, unit, period });
  }
}
