import { buildSync } from 'esbuild';
import { join } from 'node:path';

let script: string | undefined;

/** The ticket page's part in the talk with its apps, as the browser loads it. */
export function hostScript(): string {
  script ??= buildSync({
    entryPoints: [join(import.meta.dirname, 'host/main.ts')],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'warning',
  }).outputFiles[0]?.text;
  return script ?? '';
}
