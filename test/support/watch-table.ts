import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** One command as it went over the wire, with the capacity that DynamoDB charged for it. */
export interface TableCall {
  command: string;
  consistent: boolean;
  capacityUnits: number;
}

const readCommands = /^(Get|BatchGet|Query|Scan)/;
let watches = 0;

/** Counts every command that leaves a client from now on, and asks DynamoDB what each one costs. */
export function watchTable(db: DynamoDBDocumentClient) {
  const calls: TableCall[] = [];
  const name = `watchTable${(watches += 1)}`;
  db.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const result = await next(args);
        const { output } = result as { output: { ConsumedCapacity?: Capacity | Capacity[] } };
        const consistent = 'ConsistentRead' in args.input && args.input.ConsistentRead === true;
        calls.push({ command: commandName, consistent, capacityUnits: unitsOf(output.ConsumedCapacity) });
        return result;
      },
    { step: 'initialize', name },
  );
  return {
    calls,
    get reads() {
      return calls.filter(({ command }) => readCommands.test(command));
    },
    get writes() {
      return calls.filter(({ command }) => !readCommands.test(command));
    },
    stop: () => void db.middlewareStack.remove(name),
  };
}

interface Capacity {
  CapacityUnits?: number;
}

const unitsOf = (consumed: Capacity | Capacity[] = []): number =>
  [consumed].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
