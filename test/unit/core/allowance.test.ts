import fc from 'fast-check';
import { allowanceYear, callBudget, usedBefore } from '../../../lambdas/core/allowance.ts';

const dayMs = 86_400_000;
const at = (iso: string): number => Date.parse(`${iso}T00:00:00.000Z`);
const settings = { yearlyCalls: 365_000, starts: '01-01' };

test.each([
  ['2026-01-01', '01-01', '2026-01-01'],
  ['2026-12-31', '01-01', '2026-01-01'],
  ['2026-03-31', '04-01', '2025-04-01'],
  ['2026-04-01', '04-01', '2026-04-01'],
])('%s belongs to the year that starts on %s: %s', (day, starts, name) => {
  expect(allowanceYear(at(day), starts).name).toBe(name);
});

test('the bucket holds 30 days, from the first day on', () => {
  expect(callBudget(settings, 0, at('2026-01-01')).left).toBe(30_000);
  expect(callBudget(settings, 0, at('2026-11-01')).left).toBe(30_000);
  expect(callBudget(settings, 25_000, at('2026-01-11')).left).toBe(15_000);
});

test('never ahead of the straight line by more than 30 days, never above the allowance', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 364 * 24 }), fc.integer({ min: 0, max: 400_000 }), (hour, used) => {
      const nowMs = at('2026-01-01') + hour * 3_600_000;
      const { left } = callBudget(settings, used, nowMs);
      const line = (hour / 24) * 1_000;
      expect(used + Math.max(0, left)).toBeLessThanOrEqual(Math.max(used, line + 30_000 + 1e-6));
      expect(used + Math.max(0, left)).toBeLessThanOrEqual(Math.max(used, 365_000));
    }),
  );
});

test('what a day may use adds up to the year', () => {
  let used = 0;
  for (let day = 0; day < 365; day += 1) {
    used += callBudget(settings, used, at('2026-01-01') + day * dayMs).perDay;
  }
  expect(used).toBeGreaterThan(363_000);
  expect(used).toBeLessThanOrEqual(365_000);
});

test('who starts in the middle of a year is not given the months before', () => {
  const before = usedBefore(settings, at('2026-07-01'));
  expect(before).toBe(181_000);
  expect(Math.round(callBudget(settings, before, at('2026-07-01')).perDay)).toBe(995);
});

test('whoever starts in the last hours of a year may still call', () => {
  const hourMs = dayMs / 24;
  for (const hours of [200, 100, 24, 2, 0.1]) {
    const nowMs = at('2027-01-01') - hours * hourMs;
    const { left, reserve, floor } = callBudget(settings, usedBefore(settings, nowMs), nowMs);
    expect(left).toBeGreaterThan(floor);
    expect(floor).toBeGreaterThan(reserve);
  }
});

test('whoever always calls as soon as the bucket allows it still has calls in the last month, and none beyond the year', () => {
  const hourMs = 3_600_000;
  const lastMonth = at('2026-12-01');
  let used = 0;
  let before = 0;
  for (let nowMs = at('2026-01-01'); nowMs < at('2027-01-01'); nowMs += hourMs) {
    if (nowMs === lastMonth) before = used;
    const { left, reserve } = callBudget(settings, used, nowMs);
    used += Math.max(0, Math.floor(left - reserve));
  }
  expect(used).toBeLessThanOrEqual(settings.yearlyCalls);
  expect((used - before) / settings.yearlyCalls).toBeGreaterThan(0.5 * (31 / 365));
});
