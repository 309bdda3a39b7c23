import { unreadable, type HealthReadings } from './deployment-health.ts';

export type Verdict = 'good' | 'quiet' | 'attention' | 'unknown';

export interface HealthPoint {
  name: string;
  verdict: Verdict;
  /** The verdict in a word or two. */
  says: string;
  detail: string;
  /** What a person types to act on it. */
  command?: string;
}

/** The schedule fires every few minutes and always finds a domain that is due, unless the allowance is short. */
const lateAfterMs = 60 * 60_000;
/** A backfill of a year may well queue thousands; beyond it the worker does not keep up. */
const longQueue = 20_000;

export function toHealthPoints(readings: HealthReadings, version: string, nowMs: number): HealthPoint[] {
  return [
    { name: 'Service', verdict: 'good', says: 'Answers', detail: `Version ${version}.` },
    tablePoint(readings),
    lastRunPoint(readings, nowMs),
    trustpilotPoint(readings, nowMs),
    queuePoint(readings),
    parkedPoint(readings),
  ];
}

const unknown = (name: string): HealthPoint => ({
  name,
  verdict: 'unknown',
  says: 'Unknown',
  detail: 'This cannot be read right now. Load the page again in a minute.',
});

function tablePoint({ lastRunAtMs }: HealthReadings): HealthPoint {
  const name = 'Table';
  if (lastRunAtMs === unreadable) return unknown(name);
  return {
    name,
    verdict: 'good',
    says: 'Reachable',
    detail: 'Reviews, settings and what waits for Zendesk.',
  };
}

function lastRunPoint({ lastRunAtMs }: HealthReadings, nowMs: number): HealthPoint {
  const name = 'Last scheduled run';
  if (lastRunAtMs === unreadable) return unknown(name);
  if (lastRunAtMs === 'none') {
    const detail = 'No domain is connected yet. The schedule has work once the first account is added.';
    return { name, verdict: 'quiet', says: 'None yet', detail };
  }
  const agoMs = nowMs - lastRunAtMs;
  const detail = `Ran ${toAge(agoMs)}.`;
  if (agoMs < lateAfterMs) return { name, verdict: 'good', says: 'On time', detail };
  const why = 'If every account is paused or removed, this is right; else new reviews do not become tickets.';
  return { name, verdict: 'attention', says: 'Late', detail: `${detail} ${why}` };
}

function trustpilotPoint({ lastRunAtMs, lastSuccessAtMs }: HealthReadings, nowMs: number): HealthPoint {
  const name = 'Trustpilot';
  if (lastSuccessAtMs === unreadable || lastRunAtMs === unreadable) return unknown(name);
  if (lastSuccessAtMs === 'none') {
    if (lastRunAtMs === 'none')
      return { name, verdict: 'quiet', says: 'Not asked yet', detail: 'No domain is connected yet.' };
    const detail = 'No domain could be read so far. Each account’s dialogue in Zendesk says why.';
    return { name, verdict: 'attention', says: 'Not read', detail };
  }
  const detail = `Last read with success ${toAge(nowMs - lastSuccessAtMs)}.`;
  const isBehind = lastRunAtMs !== 'none' && lastRunAtMs - lastSuccessAtMs >= lateAfterMs;
  if (!isBehind) return { name, verdict: 'good', says: 'Answers', detail };
  const why = 'Since then no domain could be read; each account’s dialogue in Zendesk says why.';
  return { name, verdict: 'attention', says: 'Not read', detail: `${detail} ${why}` };
}

function queuePoint({ waiting }: HealthReadings): HealthPoint {
  const name = 'Queue';
  if (waiting === unreadable) return unknown(name);
  if (waiting === 0)
    return { name, verdict: 'good', says: 'Empty', detail: 'No review waits to be worked on.' };
  const detail = `${toCount(waiting, 'message')} to be worked on.`;
  if (waiting <= longQueue) return { name, verdict: 'good', says: 'Working', detail };
  return { name, verdict: 'attention', says: 'Long', detail: `${detail} Tickets arrive late.` };
}

function parkedPoint({ parked }: HealthReadings): HealthPoint {
  const name = 'Parked messages';
  if (parked === unreadable) return unknown(name);
  if (parked === 0) return { name, verdict: 'good', says: 'None', detail: 'Nothing waits for a person.' };
  const detail = `${toCount(parked, 'message')} could not be worked on and ${parked === 1 ? 'waits' : 'wait'} for a person. To have another try:`;
  return { name, verdict: 'attention', says: 'Look at them', detail, command: 'npm run ops -- redrive' };
}

const toCount = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

function toAge(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'less than a minute ago';
  if (minutes < 120) return `${toCount(minutes, 'minute')} ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${toCount(hours, 'hour')} ago` : `${toCount(Math.floor(hours / 24), 'day')} ago`;
}
