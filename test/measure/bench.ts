import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { coldStart } from './bench/cold-start.ts';
import { cost } from './bench/cost.ts';
import { growth } from './bench/growth.ts';
import { latency } from './bench/latency.ts';
import { countOperations, operations, type Counted } from './bench/operations.ts';
import { toMarkdown, type Chart, type Finding, type PartResult } from './bench/part.ts';
import { throughput } from './bench/throughput.ts';

/*
 * How fast and how thrifty it is. `npm run bench` runs all parts but the last and prints their tables; `npm run bench --
 * latency cost` runs those parts. `--readme` puts tables and charts into the README, which holds nothing else of them.
 */
const root = resolve(import.meta.dirname, '../..');

let counted: Promise<Counted> | undefined;
const count = () => (counted ??= countOperations());
const parts = {
  operations: async () => operations(await count()),
  cost: async () => cost(await count()),
  latency,
  growth,
  'cold-start': coldStart,
  throughput: () => throughput(10_000),
  /** Takes long, so it runs only when it is named. */
  'throughput-100000': () => throughput(100_000),
} satisfies Record<string, () => Promise<PartResult>>;
type Part = keyof typeof parts;
const usual = (Object.keys(parts) as Part[]).slice(0, -1);

const { values, positionals } = parseArgs({
  options: { readme: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !(name in parts));
if (unknown === undefined) await run(positionals.length > 0 ? (positionals as Part[]) : usual);
else {
  console.error(`There is no part ${unknown}; there are ${Object.keys(parts).join(', ')}.`);
  process.exitCode = 1;
}

async function run(names: Part[]): Promise<void> {
  const findings: Finding[] = [];
  const charts: Chart[] = [];
  for (const name of names) {
    const result: PartResult = await parts[name]();
    findings.push(...result.findings);
    charts.push(...(result.charts ?? []));
    for (const finding of result.findings) console.log(`\n${finding.title}\n\n${toText(finding)}`);
  }
  const folder = resolve(root, values.readme ? 'test/measure/bench/charts' : '.data/bench');
  await mkdir(folder, { recursive: true });
  for (const { name, svg } of charts) {
    await writeFile(resolve(folder, `${name}.svg`), svg);
    console.log(`\n${folder}/${name}.svg`);
  }
  if (values.readme) await intoReadme(findings);
}

function toText({ table, notes = [] }: Finding): string {
  return [toMarkdown(table), ...notes].join('\n\n');
}

/** Each finding has a place in the README, between `<!-- bench:<name> -->` and `<!-- /bench -->`. */
async function intoReadme(findings: Finding[]): Promise<void> {
  const file = resolve(root, 'README.md');
  let readme = await readFile(file, 'utf8');
  for (const finding of findings) {
    const place = new RegExp(`(<!-- bench:${finding.name} -->\n).*?(<!-- /bench -->)`, 's');
    if (!place.test(readme)) console.error(`The README has no place for ${finding.name}.`);
    readme = readme.replace(
      place,
      (_, open: string, close: string) => `${open}\n${toText(finding)}\n\n${close}`,
    );
  }
  const options = await resolveConfig(file);
  await writeFile(file, await format(readme, { ...options, parser: 'markdown' }));
}
