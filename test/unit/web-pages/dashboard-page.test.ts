import type { HttpRequest } from '../../../lambdas/runtime/http.ts';
import { dashboardPage } from '../../../lambdas/web/pages/dashboard/dashboard-page.ts';
import type { HealthReadings } from '../../../lambdas/web/pages/dashboard/deployment-health.ts';
import { toHealthPoints } from '../../../lambdas/web/pages/dashboard/verdicts.ts';

const nowMs = Date.parse('2026-05-01T12:00:00Z');
const minute = 60_000;
const healthy: HealthReadings = {
  lastRunAtMs: nowMs - 4 * minute,
  lastSuccessAtMs: nowMs - 4 * minute,
  waiting: 0,
  parked: 0,
};
const show = async (read: () => Promise<HealthReadings>) => {
  const page = dashboardPage({
    publicUrl: 'https://reviews.example.com',
    deploymentHealth: { read },
    nowMs: () => nowMs,
  });
  const { statusCode, body } = await page({} as HttpRequest);
  return { statusCode, body: body ?? '' };
};
const verdictOf = (readings: Partial<HealthReadings>, name: string) =>
  toHealthPoints({ ...healthy, ...readings }, '1.0.0', nowMs).find((point) => point.name === name);

describe('the dashboard', () => {
  test('says that everything works', async () => {
    const { statusCode, body } = await show(async () => healthy);
    expect(statusCode).toBe(200);
    expect(body).toContain('Everything works.');
    expect(body).toContain('4 minutes ago');
    expect(body).toContain('2026-05-01 12:00 UTC');
  });

  test('stays a page when nothing can be read', async () => {
    const { statusCode, body } = await show(async () => Promise.reject(new Error('down')));
    expect(statusCode).toBe(200);
    expect(body.match(/This cannot be read right now/g)).toHaveLength(5);
    expect(body).not.toContain('down');
  });

  test('shows the points that can be read beside the one that cannot', async () => {
    const { body } = await show(async () => ({ ...healthy, waiting: 'unreadable' }));
    expect(body.match(/This cannot be read right now/g)).toHaveLength(1);
    expect(body).toContain('On time');
  });
});

describe('verdicts', () => {
  test.each([
    [{ lastRunAtMs: nowMs }, 'Last scheduled run', 'good', 'less than a minute ago'],
    [{ lastRunAtMs: nowMs + minute }, 'Last scheduled run', 'good', 'less than a minute ago'],
    [{ lastRunAtMs: nowMs - 61 * minute }, 'Last scheduled run', 'attention', '61 minutes ago'],
    [{ lastRunAtMs: nowMs - 49 * 60 * minute }, 'Last scheduled run', 'attention', '2 days ago'],
    [{ lastRunAtMs: 'none' }, 'Last scheduled run', 'quiet', 'No domain is connected yet'],
    [{ lastRunAtMs: 'none' }, 'Table', 'good', 'Reviews'],
    [{ lastRunAtMs: 'unreadable' }, 'Table', 'unknown', 'cannot be read'],
    [{}, 'Trustpilot', 'good', '4 minutes ago'],
    [{ lastRunAtMs: 'none', lastSuccessAtMs: 'none' }, 'Trustpilot', 'quiet', 'No domain is connected yet'],
    [{ lastSuccessAtMs: 'none' }, 'Trustpilot', 'attention', 'No domain could be read so far'],
    [{ lastSuccessAtMs: nowMs - 90 * minute }, 'Trustpilot', 'attention', '90 minutes ago'],
    [{ lastSuccessAtMs: 'unreadable' }, 'Trustpilot', 'unknown', 'cannot be read'],
    [{ waiting: 1 }, 'Queue', 'good', '1 message to'],
    [{ waiting: 20_001 }, 'Queue', 'attention', '20,001 messages'],
    [{ parked: 0 }, 'Parked messages', 'good', 'Nothing waits'],
    [{ parked: 1 }, 'Parked messages', 'attention', '1 message could not be worked on and waits'],
  ] as const)('%j: %s is %s', (readings, name, verdict, words) => {
    const point = verdictOf(readings, name);
    expect(point?.verdict).toBe(verdict);
    expect(point?.detail).toContain(words);
  });
});
