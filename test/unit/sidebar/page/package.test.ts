import { strFromU8, unzipSync } from 'fflate';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toAppPackage } from '../../../../lambdas/web/app-package/app-package.ts';
import { buildSidebarPage } from '../../../../lib/bundle/sidebar-page.ts';

const page = await buildSidebarPage();
const zip = unzipSync(
  await toAppPackage({
    publicUrl: 'https://reviews.example.com',
    integrationId: 'deployment-1',
    readPage: async () => page,
  }),
);
const html = page['sidebar.html'];
const folder = join(import.meta.dirname, '../../../../lambdas/sidebar/page');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);

test('the assets weigh at most 80 KB', () => {
  const assets = Object.entries(zip).filter(([name]) => name.startsWith('assets/'));
  const bytes = assets.reduce((sum, [, content]) => sum + content.length, 0);
  expect(bytes).toBeLessThanOrEqual(80_000);
});

test('nothing in the zip is a secret', () => {
  for (const [name, content] of Object.entries(zip)) {
    if (name.endsWith('.png')) continue;
    const text = strFromU8(content);
    expect([name, /tps_[\w-]{10}|eyJ[\w-]{10}|[0-9a-f]{32}/.exec(text)?.[0]]).toEqual([name, undefined]);
  }
  const { parameters } = JSON.parse(strFromU8(zip['manifest.json'] ?? new Uint8Array())) as {
    parameters: object[];
  };
  for (const parameter of parameters) expect(parameter).not.toHaveProperty('default');
});

describe('the page', () => {
  test('has no code, style or handler in its HTML, and a policy that would not run any', () => {
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    for (const [, attributes, inside] of html.matchAll(/<script\b([^>]*)>([^]*?)<\/script>/g)) {
      expect(attributes).toMatch(/\ssrc="/);
      expect(inside).toBe('');
    }
    expect(html).toContain(
      `content="default-src 'none'; script-src 'self' https://static.zdassets.com; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"`,
    );
  });

  test('loads its own files and Zendesk’s SDK, nothing else', () => {
    const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
    expect(loaded).toEqual([
      'sidebar.css',
      'sidebar.js',
      'https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js',
    ]);
    expect(page['sidebar.css']).not.toMatch(/url\(|@import/);
    // Addresses of others that stand in the script are compared, not loaded.
    expect(
      page['sidebar.js'].match(/\b(?:fetch|XMLHttpRequest|WebSocket|localStorage|cookie)\b/g),
    ).toBeNull();
  });

  test.each(sources)('%s makes no HTML and no code out of text', (_, source) => {
    expect(source).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/,
    );
  });

  test('every placeholder names the one parameter, for signing only', () => {
    const named = [...page['sidebar.js'].matchAll(/\{\{[^}]*\}\}/g)].map(([whole]) => whole);
    expect(new Set(named)).toEqual(new Set(['{{jwt.token}}', '{{setting.sidebar_key}}']));
    expect(page['sidebar.js'].match(/.{12}\{\{setting\.sidebar_key\}\}/)?.[0]).toMatch(/secret_key:/);
  });
});
