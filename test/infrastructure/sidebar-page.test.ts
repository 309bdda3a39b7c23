import { join } from 'node:path';
import { readPageFrom } from '../../lambdas/web/app-package/page-files.ts';
import { buildSidebarPage } from '../../lib/bundle/sidebar-page.ts';
import { assetOf, synthesise } from './synth.ts';

test('the deployed web function carries the sidebar’s page, which goes into the zip, beside its bundle', async () => {
  const web = assetOf(await synthesise(), 'web');
  expect(await readPageFrom(join(web, 'sidebar-page'))()).toEqual(await buildSidebarPage());
});
