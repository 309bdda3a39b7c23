import { writeFileSync } from 'node:fs';
import type { Deployment } from './deployment.ts';
import { authorIdOf, findPerson, readPerson, type Row } from './person.ts';
import type { Surroundings } from './surroundings.ts';

export interface ExportOptions {
  consumer: string;
  file?: string | undefined;
}

/** All that is stored about one consumer, as JSON: printed, or written to a file that only the operator can read. */
export async function exportPerson(
  around: Surroundings,
  deployment: Deployment,
  { consumer, file }: ExportOptions,
): Promise<void> {
  const person = readPerson(consumer);
  const { stored, reported } = await findPerson(around, deployment, person);
  const exported = {
    consumer: authorIdOf(person),
    exportedAt: new Date(around.nowMs()).toISOString(),
    accounts: stored.map(({ account: { accountId, subdomain, name }, ...rows }) => ({
      accountId,
      subdomain,
      name,
      ...Object.fromEntries(
        Object.entries<Row[]>(rows).map(([kind, found]) => [kind, found.map(withoutKeys)]),
      ),
    })),
    unprovenErasures: reported,
  };
  const text = JSON.stringify(exported, undefined, 2);
  if (file === undefined) return around.print(text);
  writeFileSync(file, `${text}\n`, { mode: 0o600 });
  const reviews = stored.reduce((sum, found) => sum + found.reviews.length, 0);
  around.print(`${reviews} reviews in ${stored.length} accounts are in ${file}.`);
}

/** The partition says only where it is stored; the sort key may be the one place with a review's id. */
const withoutKeys = ({ PK: _, SK: key, ...row }: Row): Row => ({ key, ...row });
