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
  isTold: false,
});
const told = (key: string, reviewsPerDay: number) => ({ ...domain(key, reviewsPerDay), isTold: true });
const budget = (perDay: number, left = 0) => ({ perDay, left, reserve: 0, hint: 0, floor: 0 });
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

test('intervals stay between the tick and eight hours, and what one does not take goes to the others', () => {
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
        expect(polls).toBeGreaterThanOrEqual(3 - 1e-9);
        expect(polls).toBeLessThanOrEqual(1_440 + 1e-9);
      }
      const total = perDay.reduce((sum, one) => sum + one, 0);
      const possible = Math.min(Math.max(calls * 0.9, given.length * 3), given.length * 1_440);
      expect(total).toBeCloseTo(possible, 3);
    }),
  );
});

test('where webhooks tell of every review, polls wait for hints, and a day without one brings a single poll', () => {
  const { intervalsMs, hintedMs } = planPolls([told('busy', 32), told('quiet', 0.1)], budget(20), unwatched);
  expect(intervalsMs.get('busy')).toBe(dayMs);
  // 40 hints a day, and 17 polls: one at the first hint after 1/17 - 1/40 of a day.
  expect(hintedMs.get('busy')).toBeCloseTo(dayMs / 17 - dayMs / 40, -6);
  expect(hintedMs.get('quiet')).toBe(0);
});

test('calls that hints do not need go to polls, so that a lost webhook is soon found', () => {
  const { intervalsMs, hintedMs } = planPolls([told('only', 8)], budget(100), unwatched);
  expect(hintedMs.get('only')).toBe(0);
  expect(dayMs / (intervalsMs.get('only') ?? 0)).toBeCloseTo(80);
});

test('a hint of a domain whose webhook is not proven yet is followed at once', () => {
  const { hintedMs } = planPolls([domain('new', 50)], budget(3), unwatched);
  expect(hintedMs.get('new')).toBe(0);
});

test('hinted or not, told domains never take more than their calls', () => {
  const rates = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(rates, fc.double({ min: 30, max: 5_000, noNaN: true }), (reviewsPerDay, calls) => {
      const given = reviewsPerDay.map((perDay, index) => told(String(index), perDay));
      const { intervalsMs, hintedMs } = planPolls(given, budget(calls), unwatched);
      const perDay = given.map(({ key, reviewsPerDay: reviews }) => {
        const hintMs = dayMs / (1.25 * Math.max(0.1, reviews));
        const [intervalMs = 0, afterMs = 0] = [intervalsMs.get(key), hintedMs.get(key)];
        return dayMs / (afterMs + hintMs) + (afterMs > 0 ? 0 : dayMs / intervalMs);
      });
      // Once a day is the least for each.
      expect(perDay.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(calls * 0.9 + given.length);
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
