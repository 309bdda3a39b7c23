import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarmAction,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { FunctionName } from '../../../lambdas/routes.ts';
import type { ProductFunction } from '../constructs/product-function.ts';
import type { PublicApi } from '../constructs/public-api.ts';
import type { ReviewQueue } from '../constructs/review-queue.ts';
import type { Settings } from '../settings.ts';
import { Alarms } from './alarms.ts';
import { Metrics, type MetricName } from './metrics.ts';

export interface WatchProps {
  settings: Settings;
  api: PublicApi;
  reviews: ReviewQueue;
  functions: Record<FunctionName, ProductFunction>;
}

/** What tells the team how the deployment does: metrics, alarms, one dashboard. */
export class Watch extends Construct {
  constructor(scope: Construct, id: string, { settings, api, reviews, functions }: WatchProps) {
    super(scope, id);
    const metrics = new Metrics(this, 'Metrics', (name) => functions[name].logs);
    const period = Duration.minutes(5);
    const queueAge = reviews.queue.metricApproximateAgeOfOldestMessage({ period });
    const parked = reviews.parked.metricApproximateNumberOfMessagesVisible({ period });
    const serverErrors = api.api.metricServerError({ period, statistic: 'Sum' });
    const watched = { metrics, serverErrors, queueAge, parked };
    const alarms = new Alarms(this, 'Alarms', watched, settings, this.#mail(settings));
    const graph = (title: string, ...left: (MetricName | IMetric)[]) =>
      new GraphWidget({
        title,
        width: 8,
        left: left.map((each) => (typeof each === 'string' ? metrics.get(each) : each)),
      });
    new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(7),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 3, alarms: alarms.all })],
        [
          graph('Reviews in, tickets confirmed', 'ReviewsIn', 'TicketsConfirmed'),
          graph('Replies published, failed', 'RepliesPublished', 'RepliesFailed'),
          graph('How long the worst domain was not read (s)', 'LagSeconds'),
        ],
        [
          graph('Waiting for Zendesk (s)', 'OldestPendingSeconds'),
          graph('For a person: not tickets, vanished, parked', 'NotTickets', 'MassDisappearances', parked),
          graph('Trustpilot calls used, dead connections', 'CallsUsed', 'DeadConnections'),
        ],
        [
          graph('Oldest message in the queue (s)', queueAge),
          graph('Requests, errors', api.api.metricCount({ period }), serverErrors),
          graph('Run times (ms)', ...Object.values(functions).map((each) => each.metricDuration({ period }))),
        ],
      ],
    });
  }

  #mail({ alarmEmail }: Settings): IAlarmAction | undefined {
    if (alarmEmail === undefined) return undefined;
    const topic = new Topic(this, 'Mail', { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(alarmEmail));
    return new SnsAction(topic);
  }
}
