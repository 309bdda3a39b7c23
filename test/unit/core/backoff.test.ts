import fc from 'fast-check';
import { backoffMs } from '../../../lambdas/core/backoff.ts';

const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('doubles with each failure in a row, up to an hour', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map((failures) => backoffMs(failures, 1) / 1000)).toEqual([
    30, 60, 120, 240, 480, 960, 1920, 3600, 3600,
  ]);
});

test('stays at an hour however long it fails', () => {
  for (const failures of [100, 1100, 1_000_000]) expect(backoffMs(failures, 1)).toBe(3_600_000);
});

test('jitter takes away at most half, and never adds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), anyRandom, (failures, random) => {
      const full = backoffMs(failures, 1);
      const waited = backoffMs(failures, random);
      expect(waited).toBeGreaterThanOrEqual(full / 2);
      expect(waited).toBeLessThanOrEqual(full);
    }),
  );
});

test('two that failed together do not come back together', () => {
  expect(backoffMs(3, 0.1)).not.toBe(backoffMs(3, 0.9));
});

test('what the other side asked for is the least, also beyond an hour', () => {
  expect(backoffMs(1, 0, 7200)).toBe(7_200_000);
  expect(backoffMs(1, 0.5, 1)).toBe(22_500);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), anyRandom, fc.nat(100_000), (failures, random, seconds) => {
      expect(backoffMs(failures, random, seconds)).toBeGreaterThanOrEqual(seconds * 1000);
    }),
  );
});
