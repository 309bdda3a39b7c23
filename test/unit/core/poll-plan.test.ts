import fc from 'fast-check';
import { callBudget } from '../../../lambdas/core/allowance.ts';
import { planPolls, pollsPerDay } from '../../../lambdas/core/poll-plan.ts';
import { aSync } from '../../support/builders.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const domain = (key: string, reviewsPerDay: number, rescanCallsPerDay = 0) => ({
  key,
  reviewsPerDay,
  rescanCallsPerDay,
});
const budget = (perDay: number, left = 0) => ({ perDay, left, reserve: 0, floor: 0 });
const unwatched = { tickMs: minuteMs, isWatched: false };

test('busy domains are polled more often, by the square root of their reviews', () => {
  const { intervalsMs } = planPolls([domain('busy', 16), domain('quiet', 1)], budget(200), unwatched);
  const [busy = 0, quiet = 0] = [intervalsMs.get('busy'), intervalsMs.get('quiet')];
  expect(quiet / busy).toBeCloseTo(4);
  expect(dayMs / busy + dayMs / quiet).toBeCloseTo(180);
});

test('re-scans take at most 40 % of the calls and are stretched beyond', () => {
  const { rescanStretch, intervalsMs } = planPolls([domain('huge', 1000, 900)], budget(1_000), unwatched);
  expect(rescanStretch).toBeCloseTo(2.5);
  expect(dayMs / (intervalsMs.get('huge') ?? 0)).toBeCloseTo(540);
});

test('with a very large allowance every tick polls every domain', () => {
  const { intervalsMs } = planPolls([domain('a', 0), domain('b', 9_000)], budget(1e9), unwatched);
  expect([...intervalsMs.values()]).toEqual([minuteMs, minuteMs]);
});

test('intervals stay between the tick and six hours, and what one does not take goes to the others', () => {
  const domains = fc.uniqueArray(
    fc.record({ key: fc.uuid(), reviewsPerDay: fc.double({ min: 0, max: 5_000 }) }),
    {
      selector: ({ key }) => key,
      minLength: 1,
      maxLength: 30,
    },
  );
  fc.assert(
    fc.property(domains, fc.double({ min: 0, max: 1e6, noNaN: true }), (given, calls) => {
      const { intervalsMs } = planPolls(
        given.map(({ key, reviewsPerDay }) => domain(key, Number.isNaN(reviewsPerDay) ? 1 : reviewsPerDay)),
        budget(calls),
        unwatched,
      );
      const perDay = [...intervalsMs.values()].map((ms) => dayMs / ms);
      expect(perDay).toHaveLength(given.length);
      for (const polls of perDay) {
        expect(polls).toBeGreaterThanOrEqual(4 - 1e-9);
        expect(polls).toBeLessThanOrEqual(1_440 + 1e-9);
      }
      const total = perDay.reduce((sum, one) => sum + one, 0);
      const possible = Math.min(Math.max(calls * 0.9, given.length * 4), given.length * 1_440);
      expect(total).toBeCloseTo(possible, 3);
    }),
  );
});

test('while people watch a new account, each second brings a poll for hours, out of the standard allowance', () => {
  const settings = { yearlyCalls: 200_000, starts: '01-01' };
  let nowMs = Date.parse('2026-05-05T12:00:00.000Z');
  let used = 68_000;
  const slowest: number[] = [];
  for (let hour = 1; hour <= 4; hour += 1) {
    let longest = 0;
    const endMs = nowMs + 3_600_000;
    while (nowMs < endMs) {
      const { intervalsMs } = planPolls([domain('one', 5)], callBudget(settings, used, nowMs), {
        tickMs: 1_000,
        isWatched: true,
      });
      const interval = Math.max(...intervalsMs.values());
      longest = Math.max(longest, interval);
      nowMs += interval;
      used += 1;
    }
    slowest.push(Math.round(longest / 1_000));
  }
  expect(slowest).toEqual([1, 1, 1, 3]);
});

test('what is planned is the sum over the domains that are kept up with', () => {
  const nowMs = 100 * dayMs;
  const polled = { ...aSync(), intervalMs: 5 * minuteMs, lastPollAtMs: nowMs - minuteMs };
  const idle = { ...polled, lastPollAtMs: nowMs - 2 * dayMs };
  const { intervalMs: _none, ...unplanned } = polled;
  expect(pollsPerDay([polled, { ...polled, intervalMs: dayMs }, idle, unplanned], nowMs)).toBe(289);
});
