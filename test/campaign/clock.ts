import { setTimeout as sleep } from 'node:timers/promises';
import { WorldClock } from '../support/world.ts';

const startMs = Date.parse('2026-03-02T09:00:00.000Z');
/** Real time in which the others get on while somebody waits. */
const breathMs = 3;

/** A clock that a run moves; looking at it takes a millisecond, so that no two looks show the same time. */
export class StoryClock extends WorldClock {
  #ms = startMs;
  override nowMs = (): number => (this.#ms += 1);
  /** Without anybody's looking. */
  peekMs = (): number => this.#ms;

  override advance(ms: number): void {
    this.#ms += ms;
  }

  /** Several who wait at once wait together: the time does not run away from those who are at work. */
  wait = async (ms: number): Promise<void> => {
    const untilMs = this.#ms + ms;
    await sleep(breathMs);
    this.#ms = Math.max(this.#ms, untilMs);
  };

  /** The same time as a clock shows that is wrong by so much. */
  wrongBy = (ms: number) => ({ nowMs: () => this.nowMs() + ms });
}
