import { buildSync } from 'esbuild';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Where apps load the SDK from, and where it stands on the simulator's asset origin. */
export const sdkUrl = 'https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js';
export const sdkPath = new URL(sdkUrl).pathname;

const require = createRequire(import.meta.url);
let fork: string | undefined;

/**
 * The SDK as a script that defines `ZAFClient`: a copy of Zendesk's own, or a third party's fork of it from npm,
 * which speaks the same protocol but gives up after five seconds and checks no origin (Apps framework, 2.2).
 */
export function readSdk(file: string | undefined): string {
  if (file !== undefined) return readFileSync(file, 'utf8');
  fork ??= bundleFork();
  return fork;
}

function bundleFork(): string {
  const { outputFiles } = buildSync({
    entryPoints: [require.resolve('zendesk_app_framework_sdk')],
    bundle: true,
    format: 'iife',
    globalName: 'ZAFClient',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}
