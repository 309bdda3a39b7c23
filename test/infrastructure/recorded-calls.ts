import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, 'recorded-calls.json');

/** By function: `<action> <resource>`, where the resource is a logical id, or the prefix of secrets made at run time. */
export type RecordedCalls = Record<string, string[]>;

export const connectionSecrets = 'connection/*';

/** What the functions of cdk.out were seen to ask of AWS (test/artifact). `RECORD_CALLS=1` writes it anew. */
export const readRecordedCalls = (): RecordedCalls => JSON.parse(readFileSync(file, 'utf8')) as RecordedCalls;

export const storeRecordedCalls = (calls: RecordedCalls): void =>
  writeFileSync(file, `${JSON.stringify(calls, null, 2)}\n`);

/** Each kind of call once, under names that do not change from run to run. */
export function summarise(
  calls: Record<string, { action: string; resource: string }[]>,
  physical: Readonly<Record<string, string>>,
): RecordedCalls {
  const logical = new Map(Object.entries(physical).map(([id, name]) => [name.replace(/^http.*\//, ''), id]));
  const nameOf = (resource: string) =>
    resource.includes('/connection/') ? connectionSecrets : (logical.get(resource) ?? resource);
  return Object.fromEntries(
    Object.entries(calls).map(([name, list]) => [
      name,
      [...new Set(list.map(({ action, resource }) => `${action} ${nameOf(resource)}`))].sort(),
    ]),
  );
}
