import { Emulators } from './emulators.ts';
import { plantedBugs, type PlantedBugName } from './planted-bugs.ts';
import { run } from './run.ts';
import type { SceneOptions } from './scene.ts';

/*
 * The short version of `npm run campaign`: some of its runs, and the proof that it finds what it looks for.
 * One run alone, in full: npm run campaign -- --runs 1 --kills 0 --seed <seed>
 */
let emulators: Emulators;
beforeAll(async () => {
  emulators = await Emulators.start();
});
afterAll(() => emulators.close());

const seedsFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => first + index);

test.each(seedsFrom(1, 24))(
  'run %i: every review one ticket, every reply one publication or the truth, nothing stuck',
  async (seed) => {
    const { violations, faults } = await run(seed, emulators);
    expect({ violations, again: `npm run campaign -- --runs 1 --kills 0 --seed ${seed}` }).toMatchObject({
      violations: [],
    });
    expect(faults).toBeDefined();
  },
);

/** Where each bug shows, what makes that likely, and from which run on to look. */
const plants: Record<PlantedBugName, { symptom: RegExp; from: number; options: SceneOptions }> = {
  'cursor before queue': { symptom: /^no ticket of review/, from: 9, options: { rate: 0.2 } },
  'no idempotency key': {
    symptom: /published [2-9] times/,
    from: 9,
    options: { rate: 0.03, badDay: { twinChannelbacks: true } },
  },
  'refresh without lock': { symptom: /refresh token was used twice/, from: 1, options: { rate: 0 } },
  'unescaped title': { symptom: /holds foreign HTML/, from: 1, options: { rate: 0.03 } },
};

test.each(Object.keys(plants) as PlantedBugName[])(
  'a planted bug is caught within some runs: %s',
  async (name) => {
    const { symptom, from, options } = plants[name];
    const found: string[] = [];
    for (const seed of seedsFrom(from, 20)) {
      const { violations } = await run(seed, emulators, { ...options, bug: plantedBugs[name] });
      found.push(...violations.filter((violation) => symptom.test(violation)));
      if (found.length > 0) break;
    }
    expect(found).not.toEqual([]);
  },
);
