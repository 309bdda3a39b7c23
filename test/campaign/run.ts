import type { Emulators } from './emulators.ts';
import { heal } from './heal.ts';
import { violationsOf } from './invariants.ts';
import { Scene, type SceneOptions } from './scene.ts';
import { Story } from './story.ts';

export interface RunResult {
  seed: number;
  /** How many faults of each kind happened. */
  faults: Record<string, number>;
  violations: string[];
}

const steps = 70;

/** One story of one small world: what goes wrong in it, and what is not as it should be after healing. */
export async function run(
  seed: number,
  emulators: Emulators,
  options: SceneOptions = {},
): Promise<RunResult> {
  const scene = await Scene.open(seed, emulators, options);
  const violations: string[] = [];
  try {
    const story = new Story(scene, seed);
    await story.tell(steps);
    await heal(scene);
    violations.push(...(await violationsOf(scene, story)));
  } catch (error) {
    violations.push(
      `it does not heal: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  } finally {
    if (violations.length > 0) scene.trace.keep(seed, violations, () => remainsOf(scene));
    noteWhatTheSimulatorsDid(scene);
    await scene.close();
  }
  return { seed, faults: Object.fromEntries(scene.faults.counts), violations };
}

const remainsOf = ({ world: { trustpilot, zendesk } }: Scene) => ({
  reviews: trustpilot
    .reviews()
    .map((review) => ({ ...review, publications: trustpilot.publications(review.id) })),
  tickets: zendesk.tickets(),
  calls: trustpilot
    .calls()
    .map(({ atMs, method, path, status, fault }) => [new Date(atMs), method, path, status, fault].join(' ')),
  exchanges: zendesk
    .transcript()
    .map(({ at, kind, status, requestBody, responseBody }) =>
      [at, kind, status, requestBody, responseBody].join(' '),
    ),
});

function noteWhatTheSimulatorsDid({ world: { trustpilot, zendesk }, faults }: Scene): void {
  for (const { fault } of trustpilot.calls()) if (fault !== undefined) faults.note(`Trustpilot ${fault}`);
  for (const { deliveries } of zendesk.events()) {
    if (deliveries.length === 0) faults.note('Zendesk loses an event');
    if (deliveries.length > 1) faults.note('Zendesk sends an event twice', deliveries.length - 1);
  }
}
