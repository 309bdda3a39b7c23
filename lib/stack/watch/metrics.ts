import { Duration, Stack } from 'aws-cdk-lib';
import { Metric, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../../../lambdas/routes.ts';

interface MetricSource {
  /** Whose log it is read from. */
  function: FunctionName;
  events: readonly string[];
  /** The fields whose values it takes; every line counts as one without them. */
  fields?: readonly string[];
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
  /** Taken over and never confirmed, or refused by Zendesk: whichever are more. */
  NotTickets: census(['unconfirmed', 'parked'], Unit.COUNT),
  DeadConnections: census('deadConnections', Unit.COUNT),
  TicketsConfirmed: sum('hooks', ['tickets confirmed'], 'tickets'),
  RepliesPublished: sum('channelback', ['reply published']),
  RepliesFailed: sum('channelback', ['reply refused', 'request failed', 'request crashed']),
  MassDisappearances: sum('poll', ['mass disappearance']),
} satisfies Record<string, MetricSource>;

export type MetricName = keyof typeof sources;
export const metricNames = Object.keys(sources) as MetricName[];

function tick(field: string, unit: Unit): MetricSource {
  return { function: 'poll', events: ['tick'], fields: [field], unit, statistic: 'Maximum' };
}

function census(fields: string | readonly string[], unit: Unit): MetricSource {
  return { function: 'poll', events: ['census'], fields: [fields].flat(), unit, statistic: 'Maximum' };
}

function sum(name: FunctionName, events: readonly string[], field?: string): MetricSource {
  return {
    function: name,
    events,
    ...(field !== undefined && { fields: [field] }),
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
    for (const metricName of metricNames) this.#read(metricName, sources[metricName], logsOf);
  }

  #read(metricName: MetricName, source: MetricSource, logsOf: (name: FunctionName) => ILogGroup): void {
    const { function: name, events, fields = [], unit, statistic } = source;
    const patterns = events.map((event) => FilterPattern.stringValue('$.event', '=', event));
    for (const value of fields.length === 0 ? ['1'] : fields.map((field) => `$.${field}`)) {
      new MetricFilter(this, `${metricName}${fields.length > 1 ? value.slice(2) : ''}`, {
        logGroup: logsOf(name),
        metricNamespace: this.#namespace,
        metricName,
        filterPattern: FilterPattern.any(...patterns),
        metricValue: value,
        unit,
        // Whenever the function logs anything else: zero, so that an alarm comes to its end.
        ...(statistic === 'Sum' && { defaultValue: 0 }),
      });
    }
  }

  get(metricName: MetricName, period = Duration.minutes(5)): Metric {
    const { statistic, unit } = sources[metricName];
    return new Metric({ namespace: this.#namespace, metricName, statistic, unit, period });
  }
}
