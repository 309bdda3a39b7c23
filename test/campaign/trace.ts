import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `CAMPAIGN_TRACE=<folder>`: a run with a violation leaves its story there, to find the cause the first time it shows. */
const folder = process.env['CAMPAIGN_TRACE'];

/** What happened in a run, in the order in which it happened, with the log between it. */
export class Trace {
  readonly #lines: string[] = [];
  #log: () => readonly string[] = () => [];
  #logged = 0;
  #now: () => number = () => 0;

  /** Looking at the clock for this must not move it. */
  follow(log: () => readonly string[], now: () => number): void {
    this.#log = log;
    this.#now = now;
  }

  /** `what` is written out only where somebody wants to read it. */
  note(what: () => string): void {
    if (folder === undefined) return;
    this.#takeLog();
    this.#lines.push(`${this.#time()} ${what()}`);
  }

  /** Writes the story down, and what is left at its end. */
  keep(seed: number, violations: string[], remains: () => unknown): void {
    if (folder === undefined) return;
    this.#takeLog();
    mkdirSync(folder, { recursive: true });
    const end = JSON.stringify(remains(), undefined, 1);
    writeFileSync(join(folder, `seed-${seed}.txt`), [...violations, '', ...this.#lines, '', end].join('\n'));
  }

  #takeLog(): void {
    const log = this.#log();
    for (; this.#logged < log.length; this.#logged += 1)
      this.#lines.push(`${this.#time()}   log ${log[this.#logged] ?? ''}`);
  }

  #time(): string {
    return new Date(this.#now()).toISOString().slice(5, 23);
  }
}
