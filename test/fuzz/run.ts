/*
 * Gives every public target of lambdas/routes.ts ten thousand inputs and prints what came of them.
 * `npm run fuzz -- 500 42 pull` takes 500 inputs with seed 42, for targets whose name holds `pull`.
 */
import { startRunningProduct } from '../security/running-product.ts';
import { fuzz } from './fuzz.ts';
import { makeKnown } from './known.ts';
import { targets } from './targets.ts';

const [inputs = '10000', seed = String(Date.now() % 1_000_000), part = ''] = process.argv.slice(2);
const product = await startRunningProduct();
const known = await makeKnown(product);
let failures = 0;
let total = 0;
const startMs = performance.now();
for (const target of targets.filter(({ name }) => name.includes(part))) {
  const figures = await fuzz(product, known, target, { inputs: Number(inputs), seed: Number(seed) });
  const { slowestMs, newRows, heapMiB, statuses, problem } = figures;
  total += figures.inputs;
  const counts = Object.entries(statuses).map(([status, count]) => `${count}×${status}`);
  console.log(
    `${figures.target}: ${figures.inputs} inputs, ${counts.join(' ')}, slowest ${slowestMs} ms, ` +
      `${newRows} lasting rows, heap ${heapMiB >= 0 ? '+' : ''}${heapMiB} MiB`,
  );
  if (problem === undefined) continue;
  failures += 1;
  console.log(`  ${problem.replaceAll('\n', '\n  ')}`);
}
const seconds = Math.round((performance.now() - startMs) / 1000);
console.log(`${total} inputs in ${seconds} s with seed ${seed}: ${failures} targets failed`);
await product.close();
process.exitCode = failures === 0 ? 0 : 1;
