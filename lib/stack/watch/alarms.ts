import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  TreatMissingData,
  type IAlarmAction,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import type { Metrics } from './metrics.ts';

interface Watched {
  metrics: Metrics;
  /** Answers of the API with a status of 500 and above. */
  serverErrors: IMetric;
  queueAge: IMetric;
  parked: IMetric;
}

interface AlarmPlan {
  /** Ends the first sentence of the alarm's text, and names the runbook's section. */
  title: string;
  loss: string;
  metric: IMetric;
  above: number;
  /** What no data at all means. */
  silence: 'is fine' | 'is the alarm' | 'says nothing new';
  periods?: number;
}

const silences = {
  'is fine': TreatMissingData.NOT_BREACHING,
  'is the alarm': TreatMissingData.BREACHING,
  'says nothing new': TreatMissingData.IGNORE,
} as const;

const hour = Duration.hours(1);
const hourSeconds = 3_600;
/** Trustpilot's allowance is planned for; this much is only reached when something calls beside the plan. */
const callsShare = 0.9;

/** Ten alarms are free of charge. Each says what people lose, and where its section of the runbook is. */
const plans = ({ metrics, ...given }: Watched, { trustpilotYearlyCalls }: Settings): AlarmPlan[] => [
  {
    title: 'New reviews are late',
    loss: 'No successful poll for an hour: new reviews of at least one domain do not become tickets.',
    metric: metrics.get('LagSeconds', hour),
    above: hourSeconds,
    silence: 'is the alarm',
  },
  {
    title: 'Work piles up',
    loss: 'Reviews are read but not worked on: they become tickets more than half an hour late.',
    metric: given.queueAge,
    above: hourSeconds / 2,
    silence: 'is fine',
  },
  {
    title: 'Messages are parked',
    loss: 'Some reviews or removals could not be worked on and wait for a person; they are deleted after 14 days.',
    metric: given.parked,
    above: 0,
    silence: 'is fine',
  },
  {
    title: 'Zendesk does not collect',
    loss: 'Reviews are ready as tickets, but Zendesk has not asked for them for over an hour.',
    metric: metrics.get('OldestPendingSeconds', hour),
    above: hourSeconds,
    silence: 'says nothing new',
    periods: 2,
  },
  {
    title: 'Reviews did not become tickets',
    loss: 'Zendesk refused single reviews, or took them over and never confirmed them; agents may not see them.',
    metric: metrics.get('NotTickets', hour),
    above: 0,
    silence: 'says nothing new',
  },
  {
    title: 'Many reviews vanished',
    loss: 'So many reviews vanished from Trustpilot at once that nothing was written; tickets do not say so until you have looked.',
    metric: metrics.get('MassDisappearances', hour),
    above: 0,
    silence: 'is fine',
  },
  {
    title: 'Replies fail',
    loss: "Agents' replies do not reach Trustpilot; each agent sees the reason in the ticket.",
    metric: metrics.get('RepliesFailed', hour),
    above: 2,
    silence: 'is fine',
  },
  {
    title: 'A connection is dead',
    loss: 'An account has lost its Trustpilot login: no new tickets and no replies for its domains until an admin reconnects.',
    metric: metrics.get('DeadConnections', hour),
    above: 0,
    silence: 'says nothing new',
  },
  {
    title: 'The allowance runs out',
    loss: 'Over 90 % of the yearly Trustpilot calls are used: soon new reviews are read less and less often.',
    metric: metrics.get('CallsUsed', hour),
    above: Math.round(trustpilotYearlyCalls * callsShare),
    silence: 'says nothing new',
  },
  {
    title: 'Requests fail',
    loss: 'Zendesk, an admin or Trustpilot get errors from us: pulls, replies or the account dialogue do not work.',
    metric: given.serverErrors,
    above: 5,
    silence: 'is fine',
    periods: 3,
  },
];

export class Alarms extends Construct {
  readonly all: Alarm[];

  constructor(scope: Construct, id: string, watched: Watched, settings: Settings, action?: IAlarmAction) {
    super(scope, id);
    this.all = plans(watched, settings).map((plan) => this.#create(plan, settings.runbookUrl));
    if (action === undefined) return;
    for (const alarm of this.all) {
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
  }

  #create({ title, loss, metric, above, silence, periods = 1 }: AlarmPlan, runbookUrl: string): Alarm {
    const id = title.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase());
    return new Alarm(this, id, {
      alarmDescription: `${title}. ${loss} What to do: ${runbookUrl}#${toAnchor(title)}`,
      metric,
      threshold: above,
      // CDK's default is "or equal".
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: silences[silence],
    });
  }
}

/** As the headings of a README get their anchors. */
export const toAnchor = (heading: string): string => heading.toLowerCase().replaceAll(' ', '-');
