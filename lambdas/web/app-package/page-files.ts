import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The page of the agent's sidebar as it is built; its HTML still lacks the addresses of the deployment. */
export type PageFiles = Record<'sidebar.html' | 'sidebar.js' | 'sidebar.css', string>;

/** Reads what `lib/bundle/sidebar-page.ts` wrote. */
export const readPageFrom = (directory: string) => async (): Promise<PageFiles> => {
  const [html, script, style] = await Promise.all(
    ['sidebar.html', 'sidebar.js', 'sidebar.css'].map(async (name) =>
      readFile(join(directory, name), 'utf8'),
    ),
  );
  return { 'sidebar.html': html ?? '', 'sidebar.js': script ?? '', 'sidebar.css': style ?? '' };
};
