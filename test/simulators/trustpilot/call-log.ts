import type { RouteName } from './route-names.ts';

export interface ReceivedCall {
  method: string;
  path: string;
  /** Secrets that do not belong into a query are shown as `***`. */
  query: Record<string, string>;
  atMs: number;
  route: RouteName | 'unknown';
  authKind: 'none' | 'bearer' | 'apikey' | 'bearer+apikey' | 'basic';
  /** The API key the call belongs to, as far as it can be told. */
  key: string | undefined;
  /** Without the headers that carry secrets. */
  headers: Record<string, string>;
  /** Undefined while in progress, and for ever when the connection was cut before the call took effect. */
  status: number | undefined;
  /** The kind of the injected fault, if one hit this call. */
  fault: string | undefined;
}

export interface CallCounts {
  /** All calls to `/v1`. */
  total: number;
  /** What the yearly allowance counts: data calls and client-caused failures. */
  yearly: Record<string, number>;
  tokenCalls: number;
  deletionsCalls: number;
  /** 5xx answers and cut connections: Trustpilot's own failures do not count. */
  serverFailures: number;
  byRoute: Partial<Record<RouteName | 'unknown', number>>;
}

const tokenRoutes: ReadonlySet<string> = new Set(['accesstoken', 'refresh', 'revoke']);
const deletionsRoutes: ReadonlySet<string> = new Set(['review-deletions', 'consumer-deletions']);
const mostRemembered = 100_000;

/** What came in, and how much of it each API key has to answer for. */
export class CallLog {
  private calls: ReceivedCall[] = [];
  private readonly counts = new Map<string, CallCounts>();
  /** Times of calls within the last hour, per key, oldest first. */
  private readonly recent = new Map<string, number[]>();
  private readonly recentTokenCalls = new Map<string, number[]>();

  all(): ReceivedCall[] {
    return this.calls.map((call) => ({ ...call }));
  }

  forget(): void {
    this.calls = [];
    this.counts.clear();
  }

  begin(call: ReceivedCall): void {
    this.calls.push(call);
    if (this.calls.length > mostRemembered * 1.1) this.calls = this.calls.slice(-mostRemembered);
  }

  finish(call: ReceivedCall, status: number | undefined): void {
    call.status = status;
    // A browser's visit to the login page is no API call.
    if (call.route === 'authorise') return;
    const counts = this.countsOf(call.key ?? '');
    counts.total += 1;
    counts.byRoute[call.route] = (counts.byRoute[call.route] ?? 0) + 1;
    if (tokenRoutes.has(call.route)) counts.tokenCalls += 1;
    else if (deletionsRoutes.has(call.route)) counts.deletionsCalls += 1;
    else if (status === undefined || status >= 500) counts.serverFailures += 1;
    else {
      const year = String(new Date(call.atMs).getUTCFullYear());
      counts.yearly[year] = (counts.yearly[year] ?? 0) + 1;
    }
  }

  countsOf(key: string): CallCounts {
    const counts = this.counts.get(key) ?? {
      total: 0,
      yearly: {},
      tokenCalls: 0,
      deletionsCalls: 0,
      serverFailures: 0,
      byRoute: {},
    };
    this.counts.set(key, counts);
    return counts;
  }

  /** Seconds to wait if a sliding window of this key is full; else the call is entered and undefined returned. */
  admit(key: string, nowMs: number, windows: { seconds: number; calls: number }[]): number | undefined {
    return admitTo(this.recent, key, nowMs, windows);
  }

  admitTokenCall(key: string, nowMs: number, perMinute: number): number | undefined {
    return admitTo(this.recentTokenCalls, key, nowMs, [{ seconds: 60, calls: perMinute }]);
  }
}

function admitTo(
  timesByKey: Map<string, number[]>,
  key: string,
  nowMs: number,
  windows: { seconds: number; calls: number }[],
): number | undefined {
  const longestMs = Math.max(...windows.map(({ seconds }) => seconds)) * 1000;
  const times = (timesByKey.get(key) ?? []).filter((atMs) => atMs > nowMs - longestMs);
  timesByKey.set(key, times);
  for (const { seconds, calls } of windows) {
    // The window is full if the call that many places back is still inside it. 0 = no limit.
    const blocking = calls === 0 ? undefined : times.at(-calls);
    if (blocking === undefined || times.length < calls) continue;
    const freeAtMs = blocking + seconds * 1000;
    if (freeAtMs > nowMs) return Math.ceil((freeAtMs - nowMs) / 1000);
  }
  times.push(nowMs);
  return undefined;
}
