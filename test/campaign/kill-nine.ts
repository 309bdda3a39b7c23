import { setTimeout as sleep } from 'node:timers/promises';
import { startProductProcess, type ProductProcess } from '../support/product-process.ts';
import { Faults } from './faults.ts';

export interface Kills {
  runs: number;
  violations: string[];
}

const port = 18_797;
const longestMs = 1_500;
const healSeconds = 60;

/** The whole product as one process between both simulators, killed in the middle of its work so many times. */
export async function killNine(runs: number, seed: number): Promise<Kills> {
  if (runs === 0) return { runs, violations: [] };
  const faults = new Faults(seed);
  const product = await startProductProcess(port);
  const violations: string[] = [];
  try {
    await product.install();
    await product.addAccount({ name: 'Acme', domains: ['bluelamp.example'] });
    await product.zendesk.tick();
    for (let run = 1; run <= runs; run += 1) violations.push(...(await killOnce(product, run, faults)));
  } finally {
    await product.close();
  }
  return { runs, violations };
}

/** Some reviews come, one is edited, an agent answers, and somewhere in between the process is gone. */
async function killOnce(product: ProductProcess, run: number, faults: Faults): Promise<string[]> {
  const { trustpilot, zendesk } = product;
  const reviews = Array.from({ length: 5 }, (_, index) =>
    trustpilot.createReview({ title: `Run ${run}, review ${index}`, text: `Text ${index} of run ${run}.` }),
  );
  const [answered] = zendesk
    .tickets()
    .filter(({ allowChannelback }) => allowChannelback)
    .slice(-1);
  const text = `Answer of run ${run}.`;
  const replying = answered && zendesk.agentReplies(answered.id, text).catch(() => undefined);
  const pulling = zendesk.tick();
  await sleep(faults.upTo('kill', longestMs));
  await product.kill('SIGKILL');
  const [first] = reviews;
  if (first !== undefined) trustpilot.editReview(first.id, { text: `Edited text of run ${run}.` });
  await product.restart();
  await Promise.all([replying, pulling]);
  return check(
    product,
    run,
    reviews.map(({ id }) => id),
    text,
  );
}

async function check(product: ProductProcess, run: number, ids: string[], text: string): Promise<string[]> {
  const { trustpilot, zendesk } = product;
  const ticketsOf = (id: string) =>
    zendesk.tickets().filter(({ threadId }) => threadId?.endsWith(id) === true);
  const isEdited = () =>
    ids
      .slice(0, 1)
      .every((id) =>
        ticketsOf(id)[0]?.comments.some((comment) => comment.text.includes(`Edited text of run ${run}.`)),
      );
  const isDone = () => ids.every((id) => ticketsOf(id).length > 0) && isEdited();
  try {
    await product.pullUntil(isDone, healSeconds);
  } catch (error) {
    return [`run ${run}: ${error instanceof Error ? error.message : 'it does not heal'}`];
  }
  const published = trustpilot
    .reviews()
    .flatMap(({ id }) => trustpilot.publications(id))
    .filter((publication) => publication.text === text);
  return [
    ...ids.filter((id) => ticketsOf(id).length !== 1).map((id) => `run ${run}: not one ticket of ${id}`),
    ...(published.length > 1 ? [`run ${run}: the reply was published ${published.length} times`] : []),
    ...zendesk
      .violations()
      .filter(({ severity }) => severity === 'error')
      .map(({ message }) => `run ${run}: ${message}`),
  ];
}
