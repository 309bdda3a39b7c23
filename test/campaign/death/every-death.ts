import type { FunctionName } from '../../../lambdas/routes.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { forgetAll, rowsIn, rowsOf } from '../../integration/delivery/setup.ts';
import type { World } from '../../support/world.ts';
import { Emulators } from '../emulators.ts';
import type { Death } from '../invocation.ts';
import { MortalWorld } from '../mortal-world.ts';

/*
 * Not by chance, but one after the other: every handler dies at each of its calls to the outside (DynamoDB, SQS,
 * Secrets Manager, Trustpilot), before and after the call has its effect. Whoever called it comes again as he would,
 * and everything is as it should be.
 */
let emulators: Emulators;

/** One for all tests of a file; `everyDeath` empties it before each life. */
export let mortal: MortalWorld;
export let world: World;
beforeAll(async () => {
  emulators = await Emulators.start();
  mortal = await MortalWorld.start(emulators);
  world = mortal.world;
});
afterAll(async () => {
  await mortal.close();
  await emulators.close();
});

interface Row<Situation> {
  dies: FunctionName;
  before: () => Promise<Situation>;
  /** What calls the function that dies. */
  act: (situation: Situation) => Promise<unknown>;
  /** The caller comes again, and what else comes by itself. */
  again: (situation: Situation) => Promise<unknown>;
  holds: (situation: Situation) => Promise<void>;
  /** Fewer calls than that, and the row does not do what it says. */
  least: number;
}

export async function everyDeath<Situation>({ dies, before, act, again, holds, least }: Row<Situation>) {
  const live = async (death: Death | undefined): Promise<number> => {
    await forgetAll(world);
    await mortal.forgetLogins();
    world.trustpilot.setSwitches({ consent: 'allow' });
    const situation = await before();
    const calls = await mortal.dying(dies, death, () => act(situation));
    try {
      await again(situation);
      await holds(situation);
    } catch (error) {
      if (error instanceof Error && death !== undefined)
        error.message = `${dies} dies ${death.moment} call ${death.call}: ${error.message}`;
      throw error;
    }
    return calls;
  };
  const calls = await live(undefined);
  expect(calls).toBeGreaterThanOrEqual(least);
  // Before one call is after the one before it.
  for (let call = 1; call <= calls; call += 1) await live({ call, moment: 'before' });
  await live({ call: calls, moment: 'after' });
}

/** Everything that is still about the account. */
export const tracesOf = async (accountId: string) =>
  (await rowsOf(world)).filter((row) => JSON.stringify(row).includes(accountId));

/** Nothing is on its way any more: no entry, and nothing that a pull has to search for. */
export async function expectNothingStuck(accountId: string): Promise<void> {
  const { suspects, parked } = await world.deps.outbox.readHandout(accountId);
  expect({ suspects, parked }).toEqual({ suspects: {}, parked: [] });
  expect((await rowsIn(world, keys.outbox(accountId))).map(({ SK }) => SK)).toEqual(['!']);
}
