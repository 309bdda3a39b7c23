import fc from 'fast-check';
import { periodMs, periods, type Period } from '../../../lambdas/core/account.ts';
import { plannedBackfill } from '../../../lambdas/core/backfill-plan.ts';
import type { Backfill } from '../../../lambdas/core/sync.ts';
import { aDomain, anAccount, aSync, noonMs } from '../../support/builders.ts';

const hour = 3_600_000;
const day = 24 * hour;
const addedAtMs = noonMs - 10 * day;

interface Given {
  on?: boolean;
  period?: Period;
  requestedAtMs?: number;
  addedAtMs?: number;
  current?: Backfill;
  nowMs?: number;
}

function plan({ on = true, period = '30d', requestedAtMs, current, nowMs = noonMs, ...domain }: Given) {
  const backfill = { on, period, ...(requestedAtMs !== undefined && { requestedAtMs }) };
  const sync = aSync(current === undefined ? {} : { backfill: current });
  return plannedBackfill(
    anAccount({ settings: { backfill } }),
    aDomain({ addedAtMs, ...domain }),
    sync,
    nowMs,
  );
}

const aWalk = (overrides: Partial<Backfill> = {}): Backfill => ({
  period: '30d',
  fromMs: noonMs - 30 * day,
  untilMs: noonMs,
  cursorMs: noonMs - 12 * day,
  page: 3,
  queued: 40,
  startedAtMs: noonMs - hour,
  ...overrides,
});

test('switched off there is nothing to do, also in the middle of a walk', () => {
  expect(plan({ on: false })).toBeUndefined();
  expect(plan({ on: false, current: aWalk() })).toBeUndefined();
});

test.each(periods)(
  'switched on with the period %s it walks from the start of the period to the request',
  (period) => {
    expect(plan({ period, requestedAtMs: noonMs })).toEqual({
      period,
      fromMs: noonMs - periodMs[period],
      untilMs: noonMs,
      cursorMs: noonMs - periodMs[period],
      page: 1,
      queued: 0,
      startedAtMs: noonMs,
    });
  },
);

test('without the time of a request the period ends when the domain was added', () => {
  expect(plan({})).toMatchObject({ fromMs: addedAtMs - 30 * day, untilMs: addedAtMs });
});

test('for a domain that was added later the period ends there', () => {
  const laterMs = noonMs + day;
  expect(plan({ requestedAtMs: noonMs, addedAtMs: laterMs, nowMs: laterMs })).toMatchObject({
    fromMs: laterMs - 30 * day,
    untilMs: laterMs,
  });
});

test('a walk that is not finished goes on where it stands, whenever it is asked', () => {
  const current = aWalk();
  expect(plan({ requestedAtMs: noonMs, current, nowMs: noonMs + 40 * day })).toBe(current);
});

test('a longer period walks from its start, and counts on', () => {
  const walked = plan({
    period: '90d',
    requestedAtMs: noonMs + hour,
    current: aWalk(),
    nowMs: noonMs + hour,
  });
  expect(walked).toMatchObject({
    period: '90d',
    cursorMs: noonMs + hour - 90 * day,
    untilMs: noonMs + hour,
    page: 1,
    queued: 40,
  });
  expect(walked).not.toHaveProperty('finishedAtMs');
});

test('a shorter period goes on from where the walk stands', () => {
  const current = aWalk({ cursorMs: noonMs - 2 * day });
  expect(plan({ period: '7d', requestedAtMs: noonMs, current })).toMatchObject({
    cursorMs: noonMs - 2 * day,
  });
});

test('a shorter period leaves out what lies before it', () => {
  const current = aWalk({ cursorMs: noonMs - 12 * day });
  expect(plan({ period: '7d', requestedAtMs: noonMs, current })).toMatchObject({
    cursorMs: noonMs - 7 * day,
  });
});

test('asked again after it was off for months, it walks the period up to the new request', () => {
  const current = aWalk({ cursorMs: noonMs, finishedAtMs: noonMs });
  const againMs = noonMs + 100 * day;
  expect(plan({ requestedAtMs: againMs, current, nowMs: againMs })).toMatchObject({
    cursorMs: againMs - 30 * day,
    untilMs: againMs,
  });
});

test('finished, it rests for a day and then passes over what was created since', () => {
  const current = aWalk({ cursorMs: noonMs, finishedAtMs: noonMs + hour });
  const given = { requestedAtMs: noonMs, current };
  expect(plan({ ...given, nowMs: noonMs + hour + day - 1 })).toBeUndefined();
  const nowMs = noonMs + hour + day;
  expect(plan({ ...given, nowMs })).toEqual({
    period: '30d',
    fromMs: noonMs,
    cursorMs: noonMs,
    untilMs: nowMs,
    page: 1,
    queued: 40,
    startedAtMs: nowMs,
  });
});

describe('whatever is chosen, switched, finished and interrupted', () => {
  type Step = { do: 'choose'; period: Period } | { do: 'off' | 'wait' } | { do: 'walk'; share: number };
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constant('choose' as const), period: fc.constantFrom(...periods) }),
    fc.record({ do: fc.constantFrom('off' as const, 'wait' as const) }),
    fc.record({ do: fc.constant('walk' as const), share: fc.double({ min: 0.1, max: 1, noNaN: true }) }),
  );

  test('in the end the whole chosen period has been walked, and every day since', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), fc.constantFrom(...periods), (steps, last) => {
        let nowMs = noonMs;
        let on = false;
        let period: Period = '30d';
        let requestedAtMs = nowMs;
        let current: Backfill | undefined;
        const walked: [number, number][] = [];
        const planned = () => plan({ on, period, requestedAtMs, nowMs, ...(current && { current }) });
        const walk = (share: number) => {
          const next = planned();
          if (next === undefined) return;
          const cursorMs =
            share > 0.9 ? next.untilMs : next.cursorMs + (next.untilMs - next.cursorMs) * share;
          walked.push([next.cursorMs, cursorMs]);
          const isDone = cursorMs === next.untilMs;
          current = { ...next, cursorMs, ...(isDone && { finishedAtMs: nowMs }) };
        };
        for (const one of [...steps, { do: 'choose' as const, period: last }]) {
          nowMs += 5 * hour;
          if (one.do === 'walk') walk(one.share);
          if (one.do === 'off') on = false;
          if (one.do === 'wait') nowMs += 3 * day;
          if (one.do === 'choose') [on, period, requestedAtMs] = [true, one.period, nowMs];
        }
        walk(1);
        nowMs += 2 * day;
        walk(1);
        expect(current?.finishedAtMs).toBe(nowMs);
        let covered = requestedAtMs - periodMs[period];
        for (const [from, until] of walked.toSorted(([a], [b]) => a - b))
          if (from <= covered) covered = Math.max(covered, until);
        expect(covered).toBe(nowMs);
      }),
      { numRuns: 500 },
    );
  });
});
