import { buildSync } from 'esbuild';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PageFiles } from '../../lambdas/web/app-package/page-files.ts';

const root = join(import.meta.dirname, '../..');
const page = join(root, 'lambdas/sidebar/page');

/** What the agent's browser gets of the sidebar; the addresses are still to be put into the HTML. */
export async function buildSidebarPage(): Promise<PageFiles> {
  return bundle();
}

/** The same as files, where the web function reads them (`SIDEBAR_PAGE_DIR`). */
export function writeSidebarPage(directory: string): void {
  mkdirSync(directory, { recursive: true });
  for (const [name, content] of Object.entries(bundle())) writeFileSync(join(directory, name), content);
}

const bundle = (): PageFiles => ({
  'sidebar.html': readFileSync(join(page, 'sidebar.html'), 'utf8'),
  'sidebar.js': minified('main.ts'),
  'sidebar.css': minified('sidebar.css'),
});

function minified(entry: string): string {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [join(page, entry)],
    bundle: true,
    minify: true,
    format: 'iife',
    // The browsers that Zendesk supports: the two newest versions of each.
    target: 'es2022',
    charset: 'utf8',
    write: false,
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of ${entry}.`);
  return file.text;
}
