import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { FunctionName } from '../../lambdas/routes.ts';
import { contextKey } from '../../lib/stack/settings.ts';

const root = resolve(import.meta.dirname, '../..');
const kept = join(root, '.data/synth');
const hourMs = 3_600_000;
const sources = ['bin/app.ts', 'cdk.json', 'package-lock.json', 'lambdas', 'lib/bundle', 'lib/stack'];

/** Settings as a team would write them: everything that adds a resource is on. */
const settings = {
  stage: 'test',
  zendeskSubdomains: ['acme'],
  domainName: 'reviews.acme.example',
  certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/11111111-2222-3333-4444-555555555555',
  alarmEmail: 'reviews@acme.example',
};

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  Metadata?: Record<string, unknown>;
}

export interface Synthesised {
  /** The cloud assembly, with the functions' assets in it. */
  directory: string;
  resources: Record<string, Resource>;
  outputs: Record<string, { Value: unknown }>;
}

/** The app as `cdk deploy` would take it. Made once for all tests: a copy is kept as long as no source changes. */
export async function synthesise(): Promise<Synthesised> {
  const directory = join(kept, fingerprint());
  if (!existsSync(directory)) await synthesiseInto(directory);
  const template = JSON.parse(
    readFileSync(join(directory, 'trustpilot-reviews-test.template.json'), 'utf8'),
  ) as { Resources: Record<string, Resource>; Outputs: Synthesised['outputs'] };
  return { directory, resources: template.Resources, outputs: template.Outputs };
}

/** Each function's construct is called after it, and logical ids begin with the path of constructs. */
export function functionOf({ resources }: Synthesised, name: FunctionName): Resource {
  const found = Object.entries(resources).find(
    ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.toLowerCase().startsWith(`${name}function`),
  );
  if (found === undefined) throw new Error(`The template has no function ${name}.`);
  return found[1];
}

/** The folder with a function's code, as Lambda unpacks it. */
export function assetOf(synthesised: Synthesised, name: FunctionName): string {
  const { S3Key } = functionOf(synthesised, name).Properties['Code'] as { S3Key: string };
  return join(synthesised.directory, `asset.${S3Key.replace(/\.zip$/, '')}`);
}

/** Runs bin/app.ts the way the CDK command does. */
export async function runApp(context: Record<string, unknown>, outputDirectory: string) {
  return promisify(execFile)(process.execPath, ['bin/app.ts'], {
    cwd: root,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      CDK_OUTDIR: outputDirectory,
      CDK_CONTEXT_JSON: JSON.stringify(context),
    },
  });
}

export const shippedContext = (): Record<string, unknown> =>
  (JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> }).context;

async function synthesiseInto(directory: string): Promise<void> {
  mkdirSync(kept, { recursive: true });
  const fresh = `${directory}-${process.pid}`;
  await runApp({ ...shippedContext(), [contextKey]: settings }, fresh);
  try {
    // As a whole: two test files may be at it at the same time, and the first one wins.
    renameSync(fresh, directory);
  } catch {
    rmSync(fresh, { recursive: true });
  }
  for (const old of readdirSync(kept)) {
    const path = join(kept, old);
    // Younger ones may be in use by another run of the tests.
    if (Date.now() - statSync(path).mtimeMs > hourMs) rmSync(path, { recursive: true, force: true });
  }
}

function fingerprint(): string {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const source of sources) {
    for (const file of filesOf(join(root, source))) {
      hash.update(`${file} ${statSync(file).mtimeMs} ${statSync(file).size}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}

const filesOf = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [path];
