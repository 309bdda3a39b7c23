import type { SQSClient } from '@aws-sdk/client-sqs';
import type { World } from '../../support/world.ts';

/** What a piece of work costs. Units as DynamoDB counts them, SQS requests as AWS bills them. */
export interface Operations {
  writeUnits: number;
  readUnits: number;
  sqsRequests: number;
  secretsCalls: number;
  trustpilotCalls: number;
  invocations: number;
}

export const operationNames = [
  'writeUnits',
  'readUnits',
  'sqsRequests',
  'secretsCalls',
  'trustpilotCalls',
  'invocations',
] as const satisfies (keyof Operations)[];

const reads = /^(Get|BatchGet|Query|Scan)/;
/** SQS bills each 64 KB of a request's messages as a request (aws.amazon.com/sqs/pricing). */
const sqsChunkBytes = 65_536;
let meters = 0;

/** Those of the three clients differ in the types of their commands only. */
type Stack = SQSClient['middlewareStack'];

interface Answer {
  output: {
    ConsumedCapacity?: Capacity | Capacity[];
    Messages?: { Body?: string }[];
  };
}
interface Capacity {
  CapacityUnits?: number;
}

/** One command as it went over the wire. */
export interface WireCall {
  service: 'dynamodb' | 'sqs' | 'secretsmanager';
  command: string;
  units: number;
}

/** Counts all that leaves a world for AWS and Trustpilot from now on, repeats by the SDK included. */
export class Meter {
  readonly calls: WireCall[] = [];
  readonly #world: World;
  readonly #name = `meter${(meters += 1)}`;
  readonly #trustpilotBefore: number;
  readonly #invocationsBefore: number;

  constructor(world: World) {
    this.#world = world;
    this.#trustpilotBefore = trustpilotCalls(world);
    this.#invocationsBefore = world.invocations.length;
    const { db, sqs, secretsManager } = world.clients;
    db.middlewareStack.add(askForCapacity, { step: 'initialize', name: `${this.#name}-capacity` });
    this.#watch(db.middlewareStack as unknown as Stack, 'dynamodb', capacityOf);
    this.#watch(sqs.middlewareStack, 'sqs', sqsRequestsOf);
    this.#watch(secretsManager.middlewareStack as unknown as Stack, 'secretsmanager', () => 1);
  }

  stop(): Operations {
    const { db, sqs, secretsManager } = this.#world.clients;
    db.middlewareStack.remove(`${this.#name}-capacity`);
    for (const { middlewareStack } of [db, sqs, secretsManager]) middlewareStack.remove(this.#name);
    const sum = (isMeant: (call: WireCall) => boolean) =>
      this.calls.filter(isMeant).reduce((total, { units }) => total + units, 0);
    return {
      writeUnits: sum(({ service, command }) => service === 'dynamodb' && !reads.test(command)),
      readUnits: sum(({ service, command }) => service === 'dynamodb' && reads.test(command)),
      sqsRequests: sum(({ service }) => service === 'sqs'),
      secretsCalls: sum(({ service }) => service === 'secretsmanager'),
      trustpilotCalls: trustpilotCalls(this.#world) - this.#trustpilotBefore,
      invocations: this.#world.invocations.length - this.#invocationsBefore,
    };
  }

  #watch(
    stack: Stack,
    service: WireCall['service'],
    unitsOf: (answer: Answer['output'], input: unknown) => number,
  ): void {
    stack.add(
      (next, context) => async (args) => {
        const command = String(context['commandName']);
        try {
          const result = await next(args);
          const units = unitsOf((result as unknown as Answer).output, args.input);
          this.calls.push({ service, command, units });
          return result;
        } catch (error) {
          // A write whose condition does not hold is charged, too; the rows are small where that happens.
          this.calls.push({ service, command, units: 1 });
          throw error;
        }
      },
      // Within the SDK's own repeats.
      { step: 'deserialize', priority: 'high', name: this.#name },
    );
  }
}

const askForCapacity =
  <Input extends object, Result>(next: (args: { input: Input }) => Promise<Result>) =>
  async (args: { input: Input }): Promise<Result> =>
    next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });

/** A read that finds nothing is charged as the smallest one, which the emulator leaves out. */
const leastCapacity = 0.5;

const capacityOf = ({ ConsumedCapacity = [] }: Answer['output']): number =>
  Math.max(
    leastCapacity,
    [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0),
  );

/** An empty answer is idle polling, which goes on whether or not there is work; cost.ts prices it on its own. */
function sqsRequestsOf({ Messages }: Answer['output'], input: unknown): number {
  const { Entries, MaxNumberOfMessages } = input as {
    Entries?: { MessageBody?: string }[];
    MaxNumberOfMessages?: number;
  };
  if (MaxNumberOfMessages !== undefined && (Messages ?? []).length === 0) return 0;
  const bodies = [...(Messages ?? []).map(({ Body }) => Body), ...(Entries ?? []).map((e) => e.MessageBody)];
  const bytes = bodies.reduce((sum, body = '') => sum + Buffer.byteLength(body), 0);
  return Math.max(1, Math.ceil(bytes / sqsChunkBytes));
}

/** Those of the yearly allowance. */
const trustpilotCalls = (world: World): number =>
  Object.values(world.trustpilot.callCounts().yearly).reduce((sum, one) => sum + one, 0);
