import { barChart } from './chart.ts';
import type { Operations } from './meter.ts';
import { countOperations, type Counted, type Work } from './operations.ts';
import { number, type PartResult } from './part.ts';
import { freeForEver, prices, pricesAsOf } from './prices.ts';

interface Deployment {
  name: string;
  accounts: number;
  domains: number;
  reviews: number;
  /** Few reviews come one at a time, many in tens. */
  each: Work;
}

const deployments: Deployment[] = [
  { name: 'small', accounts: 1, domains: 1, reviews: 100, each: 'a new review alone' },
  { name: 'medium', accounts: 2, domains: 5, reviews: 5_000, each: 'a new review alone' },
  { name: 'large', accounts: 10, domains: 50, reviews: 100_000, each: 'a new review, one of ten' },
];

/** Taken for granted: what reviewers and agents do, and what AWS and Trustpilot take for an answer. */
const assumed = {
  hours: 720,
  answeredShare: 0.6,
  /** How often a review's ticket is opened beside the sidebar, and the rows that a look reads. */
  looks: 2,
  lookReadUnits: 8,
  lookWriteUnits: 2,
  editedShare: 0.03,
  monthsStored: 12,
  storedBytes: 1_600,
  /** Lambda polls an idle queue with five connections of 20 seconds each (services-sqs-scaling.html). */
  idleReceives: (5 * 720 * 3_600) / 20,
  /** The key is read anew every five minutes (lambdas/clients/secrets.ts). */
  keyReads: 720 * 12,
  logBytesPerRun: 700,
  logBytesPerRequest: 350,
  /** Rows that every tick reads: an account's and a poll record's. */
  accountBytes: 650,
  syncBytes: 430,
};
/** GB and seconds of one run: the memory of lib/stack/constructs, own time, 8 ms a call to AWS, 300 ms to Trustpilot. */
const gbSeconds = {
  tick: 0.5 * 0.09,
  trustpilotCall: 0.5 * 0.3,
  pull: 1 * 0.03,
  hooks: 0.5 * 0.03,
  look: 1 * 0.4,
};
const workerGbSeconds = 0.5 * 0.15;
const replyGbSeconds = 1 * 0.9;

const services = ['Secrets Manager', 'SQS', 'DynamoDB', 'Lambda', 'API Gateway', 'CloudWatch logs'] as const;
type Service = (typeof services)[number];

/** What one deployment asks of AWS in a month. */
function demand(counted: Counted, { accounts, domains, reviews, each }: Deployment) {
  const hour = counted['idle hour of one domain'];
  const perMonth = (operation: keyof Operations) => hour[operation] * assumed.hours;
  const ticks = assumed.hours * 60;
  const pulls = assumed.hours * 30 * accounts;
  const replies = reviews * assumed.answeredShare;
  const edits = reviews * assumed.editedShare;
  const ofReviews = (operation: keyof Operations) =>
    reviews * (counted[each][operation] + counted['confirming a ticket'][operation]) +
    edits * counted['an edited review'][operation] +
    replies * counted["an agent's reply"][operation];
  const rowsRead =
    (((accounts - 1) * assumed.accountBytes + (domains - 1) * assumed.syncBytes) / 4_096) * 0.5;
  const worker = counted[each].invocations * (reviews + edits);
  // Zendesk reports every pull (Channel framework 8.3): each is two requests.
  const looks = reviews * assumed.looks;
  const requests = 2 * (pulls + replies) + looks;
  const runs = ticks + requests + worker;
  return {
    writeUnits: perMonth('writeUnits') + ofReviews('writeUnits') + looks * assumed.lookWriteUnits,
    readUnits:
      perMonth('readUnits') +
      (pulls - pulls / accounts) +
      ticks * rowsRead +
      ofReviews('readUnits') +
      looks * assumed.lookReadUnits,
    tableGb: (reviews * assumed.monthsStored * assumed.storedBytes) / 2 ** 30,
    sqsRequests: assumed.idleReceives + ofReviews('sqsRequests'),
    // Trustpilot's key, what the sidebar's keys are derived from, a login for each account.
    secrets: 2 + accounts,
    secretCalls: assumed.keyReads + 2 * replies,
    requests,
    runs,
    gbSeconds:
      ticks * gbSeconds.tick +
      perMonth('trustpilotCalls') * gbSeconds.trustpilotCall +
      pulls * (gbSeconds.pull + gbSeconds.hooks) +
      worker * workerGbSeconds +
      replies * replyGbSeconds +
      looks * gbSeconds.look,
    logGb: (runs * assumed.logBytesPerRun + requests * assumed.logBytesPerRequest) / 2 ** 30,
  };
}
type Demand = ReturnType<typeof demand>;

const nothingFree = Object.fromEntries(Object.keys(freeForEver).map((name) => [name, 0])) as Record<
  keyof typeof freeForEver,
  number
>;

function bill(asked: Demand, free: Record<keyof typeof freeForEver, number>): Record<Service, number> {
  const beyond = (amount: number, allowance: number) => Math.max(0, amount - allowance);
  const logGb = beyond(asked.logGb, free.logGb);
  return {
    'Secrets Manager': asked.secrets * prices.secret + asked.secretCalls * prices.secretCall,
    SQS: beyond(asked.sqsRequests, free.sqsRequests) * prices.sqsRequest,
    DynamoDB:
      asked.writeUnits * prices.writeUnit +
      asked.readUnits * prices.readUnit +
      beyond(asked.tableGb, free.tableGb) * prices.tableGb +
      asked.tableGb * prices.recoveryGb,
    Lambda:
      beyond(asked.runs, free.invocations) * prices.invocation +
      beyond(asked.gbSeconds, free.gbSeconds) * prices.gbSecond,
    'API Gateway': asked.requests * prices.apiRequest,
    'CloudWatch logs': logGb * (prices.logGb + prices.logStorageGb),
  };
}

/** Ten metrics, ten alarms, one dashboard (lib/stack/watch), where the account's free ones are used up by others. */
const watching = 10 * prices.metric + 10 * prices.alarm + prices.dashboard;
const total = (of: Record<Service, number>) => Object.values(of).reduce((sum, one) => sum + one, 0);
const usd = (amount: number) => amount.toFixed(2);

/** What each deployment of the README's table costs a month, without any other free allowance than CloudWatch's. */
export const monthlyCosts = (counted: Counted): number[] =>
  deployments.map((each) => total(bill(demand(counted, each), nothingFree)));

export async function cost(counted?: Counted): Promise<PartResult> {
  const found = counted ?? (await countOperations());
  const asked = deployments.map((each) => demand(found, each));
  const bills = asked.map((each) => bill(each, nothingFree));
  const row = (name: string, values: number[]) => [name, ...values.map(usd)];
  const [first] = deployments;
  const oneMore = first && total(bill(demand(found, { ...first, accounts: 2 }), nothingFree));
  return {
    findings: [
      {
        name: 'cost',
        title: `USD a month at list prices (${pricesAsOf})`,
        table: {
          head: ['', ...deployments.map(({ name }) => name)],
          rows: [
            ['domains, accounts', ...deployments.map(({ domains, accounts }) => `${domains}, ${accounts}`)],
            ['new reviews a month', ...deployments.map(({ reviews }) => number(reviews))],
            ...services.map((service) =>
              row(
                service,
                bills.map((of) => of[service]),
              ),
            ),
            row('**together**, metrics, alarms and dashboard free', bills.map(total)),
            row(
              'where CloudWatch’s free ones are used up',
              bills.map((of) => total(of) + watching),
            ),
            row(
              'with all that AWS gives for ever',
              asked.map((each) => total(bill(each, freeForEver))),
            ),
          ],
        },
        notes: [
          `Each further account costs ${usd((oneMore ?? 0) - (monthlyCosts(found)[0] ?? 0))} USD: a secret, and a pull every two minutes with Zendesk's report of it.`,
          `Assumed: ${assumed.answeredShare * 100} % of the reviews are answered, ${assumed.editedShare * 100} % edited; each ticket is opened ${assumed.looks} times beside the sidebar; ${assumed.monthsStored} months are stored; the first tier of Trustpilot's calls.`,
        ],
      },
    ],
    charts: [
      {
        name: 'cost',
        svg: barChart({
          title: 'USD a month at list prices, metrics, alarms and dashboard free',
          unit: 'USD',
          bars: deployments.map(({ name, domains, reviews }, index) => ({
            name: `${name}: ${number(domains)} domain${domains > 1 ? 's' : ''}, ${number(reviews)} reviews`,
            parts: services.map((service) => ({ name: service, value: bills[index]?.[service] ?? 0 })),
          })),
        }),
      },
    ],
  };
}
