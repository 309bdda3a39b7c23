import { buildSync, type BuildOptions } from 'esbuild';
import { join } from 'node:path';
import type { FunctionName } from '../../lambdas/routes.ts';
import { writeSidebarPage } from './sidebar-page.ts';

const root = join(import.meta.dirname, '../..');

const options: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  mainFields: ['module', 'main'],
  // What is imported lazily (a language, the dashboard) becomes a file of its own, which a cold start does not read.
  splitting: true,
  entryNames: 'index',
  chunkNames: 'chunks/[name]-[hash]',
  outExtension: { '.js': '.mjs' },
  // The SDK comes along: what was tested is what runs, and it starts faster than the runtime's own. Left out is
  // what it imports only for event streams, which none of our services has, or only in browsers.
  external: ['@smithy/core/event-streams', 'bowser'],
  // Each says in its file why a Lambda needs no more.
  alias: {
    '@aws-sdk/credential-provider-node': join(root, 'lambdas/runtime/lambda-credentials.ts'),
    '@aws-sdk/endpoint-cache': join(root, 'lambdas/runtime/no-endpoint-cache.ts'),
  },
  // Escaped, the letters of eleven languages would weigh three times as much.
  charset: 'utf8',
  // For the frames in our log (lambdas/runtime/source-frames.ts), which need no sources.
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
};

/** Writes what Lambda unpacks for a function: `index.mjs`, and `chunks/` where something is imported lazily. */
export function bundleFunction(name: FunctionName, directory: string): void {
  buildSync({ ...options, entryPoints: [join(root, 'lambdas', name, 'index.ts')], outdir: directory });
  // The zip with the Zendesk app is made when it is downloaded.
  if (name === 'web') writeSidebarPage(join(directory, 'sidebar-page'));
}
