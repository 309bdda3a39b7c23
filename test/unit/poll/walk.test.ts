import fc from 'fast-check';
import { nextPosition, type Position } from '../../../lambdas/poll/walk.ts';
import { noonMs } from '../../support/builders.ts';

test('the next page starts a second before the last review, at page 1', () => {
  expect(nextPosition({ fromMs: noonMs, page: 3 }, noonMs + 60_700)).toEqual({
    fromMs: noonMs + 59_000,
    page: 1,
  });
});

test('inside a second that fills a page only the page number moves on', () => {
  expect(nextPosition({ fromMs: noonMs, page: 1 }, noonMs + 1_000)).toEqual({ fromMs: noonMs, page: 2 });
  expect(nextPosition({ fromMs: noonMs, page: 2 }, noonMs + 1_999)).toEqual({ fromMs: noonMs, page: 3 });
});

test('a page of which nothing could be read is passed by its number', () => {
  expect(nextPosition({ fromMs: noonMs, page: 4 })).toEqual({ fromMs: noonMs, page: 5 });
});

/** Trustpilot's list, oldest first; whether its bound is inclusive is not documented. */
function list(all: number[], { fromMs, page }: Position, perPage: number, isInclusive: boolean) {
  const shown = all.filter((ms) => ms > fromMs || (isInclusive && ms === fromMs)).sort((a, b) => a - b);
  return { ms: shown.slice((page - 1) * perPage, page * perPage), hasNext: shown.length > page * perPage };
}

const times = fc.array(
  fc.nat(40).map((s) => noonMs + s * 500),
  { maxLength: 60 },
);

test.each([true, false])(
  'a walk meets every review and comes to an end, bounds inclusive: %s',
  (isInclusive) => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 10 }), (all, perPage) => {
        const seen = new Set<number>();
        let position: Position = { fromMs: noonMs - 1000, page: 1 };
        for (let pages = 1; ; pages += 1) {
          expect(pages).toBeLessThan(300);
          const { ms, hasNext } = list(all, position, perPage, isInclusive);
          for (const one of ms) seen.add(one);
          if (!hasNext) break;
          position = nextPosition(position, ms.at(-1));
        }
        expect(seen).toEqual(new Set(all));
      }),
    );
  },
);

test('reviews that are answered or removed on the way hide no other, except inside one crowded second', () => {
  const spread = fc.uniqueArray(fc.nat(200), { maxLength: 60 });
  fc.assert(
    fc.property(
      spread,
      fc.integer({ min: 4, max: 10 }),
      fc.infiniteStream(fc.nat(100)),
      (seconds, perPage, which) => {
        let all = seconds.map((s) => noonMs + s * 1000);
        const gone = new Set<number>();
        const seen = new Set<number>();
        let position: Position = { fromMs: noonMs - 1000, page: 1 };
        for (let pages = 1; pages < 300; pages += 1) {
          const { ms, hasNext } = list(all, position, perPage, true);
          for (const one of ms) seen.add(one);
          if (!hasNext) break;
          position = nextPosition(position, ms.at(-1));
          const index = which.next().value % Math.max(1, all.length);
          const vanished = all[index];
          if (vanished !== undefined) gone.add(vanished);
          all = all.filter((one) => one !== vanished);
        }
        expect(all.filter((one) => !seen.has(one) && !gone.has(one))).toEqual([]);
      },
    ),
  );
});
