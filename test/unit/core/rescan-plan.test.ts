import { dueRescan } from '../../../lambdas/core/rescan-plan.ts';
import { aSync } from '../../support/builders.ts';

const dayMs = 86_400_000;
const nowMs = Date.parse('2026-11-20T12:00:00Z');
const rescanMs = 6 * 3_600_000;

/** Of a busy domain, whose regular scans reach back three hours; only the oldest tier is due. */
const syncOf = (monthAtMs: number) =>
  aSync({
    scannedFromMs: nowMs - dayMs / 8,
    rescans: { day: { lastAtMs: nowMs }, week: { lastAtMs: nowMs }, month: { lastAtMs: monthAtMs } },
  });

test('a walk that comes late goes on to every review that was younger than 30 days at the walk before', () => {
  for (const lateDays of [7, 10, 14]) {
    const rescan = dueRescan(syncOf(nowMs - lateDays * dayMs), nowMs, rescanMs);
    expect(rescan).toMatchObject({ tier: 'month', fromMs: nowMs - (30 + lateDays) * dayMs });
  }
});

test('it goes no further back than reviews are remembered', () => {
  expect(dueRescan(syncOf(nowMs - 40 * dayMs), nowMs, rescanMs)?.fromMs).toBe(nowMs - 45 * dayMs);
});
