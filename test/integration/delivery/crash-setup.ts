import type { SQSRecord } from 'aws-lambda';
import { createHandler as createWorker } from '../../../lambdas/worker/handler.ts';
import { CrashPoints, crashing, type CrashMode } from '../../support/crash-points.ts';
import type { Worker } from '../../support/drain.ts';
import type { World } from '../../support/world.ts';
import { forgetAll } from './setup.ts';

export const crashModes: CrashMode[] = ['dies', 'fails after'];

/** One life in which something crashes, and the life after it. */
export interface Crash<Situation> {
  before: () => Promise<Situation>;
  /** Everything in it runs until the crash; whatever it throws is the crash. */
  crash: (situation: Situation) => Promise<unknown>;
  /** Recovery, and what must be true then. */
  after: (situation: Situation) => Promise<void>;
}

/** Repeats a situation with a crash at the first outside call, the second, … until there is none; how many there were. */
export async function crashEverywhere<Situation>(
  world: World,
  mode: CrashMode,
  { before, crash, after }: Crash<Situation>,
): Promise<number> {
  for (let at = 1; at <= 200; at += 1) {
    const situation = await before();
    const points = new CrashPoints(at, mode);
    world.deps = crashing(points, world.newDeps());
    const { work } = world;
    world.work = mortal(world, points);
    await crash(situation).catch(() => undefined);
    world.work = work;
    world.deps = world.newDeps();
    await explain(`${mode} at call ${at}`, () => after(situation));
    await forgetAll(world);
    if (!points.isHit) return at - 1;
  }
  throw new Error('There is always one more call.');
}

/** A worker that dies answers nothing at all, so its whole batch comes again. */
const mortal =
  (world: World, points: CrashPoints): Worker =>
  async (event) => {
    const answer = await createWorker(world.deps)(event);
    if (points.isDead) throw new Error('nobody is left to answer');
    return answer;
  };

async function explain(where: string, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (error instanceof Error) error.message = `${where}: ${error.message}`;
    throw error;
  }
}

/** The queue brings again what was not done. */
export async function bringAgain(world: World, records: SQSRecord[]): Promise<void> {
  for (let at = 0; at < records.length; at += 10) {
    const { batchItemFailures } = await world.work({ Records: records.slice(at, at + 10) });
    expect(batchItemFailures).toEqual([]);
  }
}
