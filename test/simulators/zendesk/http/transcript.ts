export type ExchangeKind =
  | 'manifest'
  | 'dialogue'
  | 'finalizer'
  | 'pull'
  | 'channelback'
  | 'events'
  | 'clickthrough'
  | 'healthcheck'
  | 'file'
  | 'push'
  | 'sidebar';

/** One HTTP exchange between Zendesk and the service. Nothing is redacted. */
export interface Exchange {
  id: number;
  at: string;
  kind: ExchangeKind;
  accountId: number | undefined;
  /** Seen from Zendesk. */
  direction: 'out' | 'in';
  method: string;
  url: string;
  requestHeaders: Record<string, string>;
  requestBody: string;
  status: number | undefined;
  responseHeaders: Record<string, string>;
  responseBody: string;
  durationMs: number;
  error: string | undefined;
}

export interface Violation {
  at: string;
  kind: ExchangeKind;
  /** A warning is what Zendesk tolerates although its documentation asks otherwise. */
  severity: 'error' | 'warning';
  message: string;
}

/** So that a demonstration can run for days. */
const MOST_EXCHANGES = 2000;

/** Remembers what was said on the wire and which of it broke the contract. */
export class Transcript {
  readonly exchanges: Exchange[] = [];
  readonly violations: Violation[] = [];
  readonly #now: () => string;
  #lastId = 0;

  constructor(now: () => string) {
    this.#now = now;
  }

  record(exchange: Omit<Exchange, 'id' | 'at'>): Exchange {
    this.#lastId += 1;
    const recorded = { id: this.#lastId, at: this.#now(), ...exchange };
    this.exchanges.push(recorded);
    if (this.exchanges.length > MOST_EXCHANGES) this.exchanges.shift();
    return recorded;
  }

  violation(kind: ExchangeKind, message: string): void {
    this.violations.push({ at: this.#now(), kind, severity: 'error', message });
  }

  warning(kind: ExchangeKind, message: string): void {
    this.violations.push({ at: this.#now(), kind, severity: 'warning', message });
  }
}
