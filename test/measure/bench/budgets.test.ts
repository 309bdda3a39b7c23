import { monthlyCosts } from './cost.ts';
import { countOperations, type Counted, type Work } from './operations.ts';
import type { Operations } from './meter.ts';

/* What is counted is the same in every run; times are not, so none of them is in here. */
let counted: Counted;
beforeAll(async () => {
  counted = await countOperations();
}, 300_000);

/** Counts of a tenth of something are fractions. */
const rounding = 1e-6;

test.each<[Work, Partial<Operations>]>([
  ['a new review alone', { writeUnits: 7, readUnits: 2, sqsRequests: 3, trustpilotCalls: 0, invocations: 1 }],
  ['a new review, one of ten', { writeUnits: 4.5, readUnits: 2, sqsRequests: 0.4, invocations: 0.1 }],
  // The review's row, and two by which the sidebar finds it: of the ticket, and of the author.
  ['confirming a ticket', { writeUnits: 3, readUnits: 0.5, sqsRequests: 0 }],
  ['an edited review', { writeUnits: 13, readUnits: 4, sqsRequests: 3, trustpilotCalls: 0 }],
  ["an agent's reply", { writeUnits: 14, readUnits: 5, sqsRequests: 0, trustpilotCalls: 2, invocations: 2 }],
  ['a backfill of 1,000', { writeUnits: 7_300, sqsRequests: 320, trustpilotCalls: 1.1 * 10 + 2 }],
  ['an empty pull', { writeUnits: 0, readUnits: 1, sqsRequests: 0, trustpilotCalls: 0, secretsCalls: 0 }],
  ['a pull of 200', { writeUnits: 15, readUnits: 30, trustpilotCalls: 0 }],
])('%s stays within its budget', (work, budget) => {
  const over = Object.entries(budget).filter(
    ([operation, most]) => counted[work][operation as keyof Operations] > most + rounding,
  );
  expect(over.map(([operation]) => [operation, counted[work][operation as keyof Operations]])).toEqual([]);
});

test('an idle domain writes nothing but its poll record, and queues nothing', () => {
  const hour = counted['idle hour of one domain'];
  // And the proof of life, once an hour.
  expect(hour.writeUnits).toBeLessThanOrEqual(hour.trustpilotCalls + 1);
  expect(hour.sqsRequests).toBe(0);
});

test('a small deployment costs at most 3 USD a month, a medium one 6, at list prices', () => {
  const [small = Infinity, medium = Infinity] = monthlyCosts(counted);
  expect(small).toBeLessThanOrEqual(3);
  expect(medium).toBeLessThanOrEqual(6);
});
