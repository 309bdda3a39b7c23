import { Emulators } from './emulators.ts';
import { run } from './run.ts';
import { seededRandom } from '../simulators/trustpilot/random.ts';

/* A process of the campaign: a seed comes in, a result goes out. */
const emulators = await Emulators.start();
const send = (message: unknown) => process.send?.(message);

process.on('message', (seed: number | 'end') => {
  if (seed === 'end') void emulators.close().then(() => process.exit(0));
  else void repeatable(seed).then(send);
});
send('ready');

/** Back-offs and ids of a run depend on its seed, too. */
async function repeatable(seed: number) {
  Math.random = seededRandom(seed);
  return run(seed, emulators);
}
