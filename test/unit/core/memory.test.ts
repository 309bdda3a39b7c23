import fc from 'fast-check';
import {
  compare,
  hourOf,
  isMassDisappearance,
  packHour,
  remember,
  unpackHour,
  type Memory,
} from '../../../lambdas/core/memory.ts';
import { aReview, iso, noonMs, trustpilotId } from '../../support/builders.ts';

const nowhere: Memory = new Map();
const everything = { afterMs: 0, beforeMs: Infinity };
const review = (n: number, atMs = noonMs + n * 1000, stars = 3) =>
  aReview({ reviewId: trustpilotId(n), stars, details: { createdAt: iso(atMs) } });

test('what is packed comes back, in 26 characters a review', () => {
  const hour = hourOf(noonMs);
  const entry = fc.record({
    reviewId: fc.string({
      unit: fc.constantFrom(...Array.from('0123456789abcdef')),
      minLength: 24,
      maxLength: 24,
    }),
    print: fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ019-_')), minLength: 8, maxLength: 8 }),
    createdAtMs: fc.integer({ min: 0, max: 3599 }).map((second) => noonMs + second * 1000),
  });
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const packed = packHour(entries);
      expect(packed).toHaveLength(entries.length * 26);
      expect(unpackHour(hour, packed)).toEqual(entries);
    }),
  );
});

test('a walk tells the unknown from the changed and from what is as it was', () => {
  const memory = remember(nowhere, [review(1), review(2), review(3)], []);
  const shown = [review(1), review(2, noonMs + 2000, 1), review(4)];
  const { unknown, changed, vanished } = compare(memory, shown, [], everything);
  expect(unknown.map(({ reviewId }) => reviewId)).toEqual([trustpilotId(4)]);
  expect(changed.map(({ reviewId }) => reviewId)).toEqual([trustpilotId(2)]);
  expect(vanished.map(({ reviewId }) => reviewId)).toEqual([trustpilotId(3)]);
});

test('only what a read would have shown can vanish', () => {
  const memory = remember(nowhere, [review(1), review(2), review(3), review(4)], []);
  const window = { afterMs: noonMs + 1000, beforeMs: noonMs + 4000 };
  const { vanished, inWindow } = compare(memory, [], [trustpilotId(3)], window);
  expect(inWindow).toBe(2);
  expect(vanished.map(({ reviewId }) => reviewId)).toEqual([trustpilotId(2)]);
});

test('remembering names only the hours that change', () => {
  const nextHour = review(9, noonMs + 3_600_000);
  const memory = remember(nowhere, [review(1), nextHour], []);
  expect([...memory.keys()]).toEqual([hourOf(noonMs), hourOf(noonMs + 3_600_000)]);
  expect(remember(memory, [review(1), nextHour], [])).toEqual(new Map());
  const forgotten = remember(memory, [], memory.get(hourOf(noonMs)) as []);
  expect(forgotten).toEqual(new Map([[hourOf(noonMs), []]]));
});

test.each([
  [20, 20, false],
  [21, 21, true],
  [21, 1_000, false],
  [51, 1_000, true],
])('%i vanished of %i: mass disappearance %p', (vanished, inWindow, isMass) => {
  expect(isMassDisappearance(vanished, inWindow)).toBe(isMass);
});
