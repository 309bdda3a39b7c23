/* `npm run audit`: licences from the lock file, weaknesses from npm's advisory service, judged by policy.ts. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { judgeAdvisories, reportSchema } from './advisories.ts';
import { judgeLicences, lockSchema, packagesOf } from './licences.ts';
import { allowances, exceptions } from './policy.ts';

const lock: unknown = JSON.parse(
  readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8'),
);
const packages = packagesOf(lockSchema.parse(lock));
const licences = judgeLicences(packages);
for (const sentence of licences) console.log(sentence);
console.log(
  `${packages.length} packages, ${packages.filter(({ ships }) => ships).length} of them in the product: ` +
    `${licences.length} licences to look at, ${Object.keys(exceptions).length} excepted with a reason.`,
);

const [shipped, all] = await Promise.all([report(['--omit=dev', '--omit=optional']), report([])]);
if (shipped === undefined || all === undefined) {
  console.log(
    'npm’s advisory service could not be asked, so nothing is known about weaknesses. Not a failure.',
  );
} else {
  const findings = judgeAdvisories(shipped, all, allowances, new Date().toISOString().slice(0, 10));
  for (const { sentence, fails } of findings) console.log(`${fails ? 'FAILS ' : 'passes'} ${sentence}`);
  console.log(`${findings.length} known weaknesses, ${findings.filter(({ fails }) => fails).length} fail.`);
  if (findings.some(({ fails }) => fails)) process.exitCode = 1;
}
if (licences.length > 0) process.exitCode = 1;

/** npm's exit code says whether there are findings, and its output whether it could ask at all. */
async function report(options: string[]) {
  const output = await new Promise<string>((resolve) => {
    execFile(
      'npm',
      ['audit', '--json', ...options],
      { timeout: 60_000, maxBuffer: 64_000_000 },
      (_, stdout) => resolve(stdout),
    );
  });
  try {
    return reportSchema.safeParse(JSON.parse(output)).data;
  } catch {
    return undefined;
  }
}
