import { strFromU8, unzipSync } from 'fflate';
import * as z from 'zod/mini';
import type { HttpRequest } from '../../../lambdas/runtime/http.ts';
import { appPackagePage, toAppPackage } from '../../../lambdas/web/app-package/app-package.ts';
import { toManifest } from '../../../lambdas/web/channel/manifest.ts';
import { buildSidebarPage } from '../../../lib/bundle/sidebar-page.ts';
import { validateAppPackage } from '../../simulators/zendesk/app-package-validator.ts';

const publicUrl = 'https://reviews.example.com';
const page = await buildSidebarPage();
const options = { publicUrl, integrationId: 'deployment-1', readPage: async () => page };
const files = unzipSync(await toAppPackage(options));
const text = (name: string): string => strFromU8(files[name] ?? new Uint8Array());
const read = (name: string): unknown => JSON.parse(text(name)) as unknown;

describe('the download', () => {
  test('is a zip file with a name, and arrives byte by byte', async () => {
    const answer = await appPackagePage(options)({} as HttpRequest);
    expect(answer.headers?.['content-type']).toBe('application/zip');
    expect(answer.headers?.['content-disposition']).toMatch(/^attachment; filename="[a-z-]+\.zip"$/);
    expect(answer.isBase64Encoded).toBe(true);
    const bytes = Buffer.from(answer.body ?? '', 'base64');
    expect(bytes).toEqual(Buffer.from(await toAppPackage(options)));
    expect(bytes.length).toBeLessThan(2_000_000);
  });

  test('is the same in every time zone', async () => {
    const zone = process.env['TZ'];
    const zips: string[] = [];
    for (const name of ['Pacific/Kiritimati', 'America/Adak', 'Asia/Kathmandu']) {
      process.env['TZ'] = name;
      zips.push(Buffer.from(await toAppPackage(options)).toString('base64'));
    }
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    expect(new Set(zips).size).toBe(1);
  });

  test('names this deployment, also a local one', async () => {
    expect(read('requirements.json')).toEqual({
      channel_integrations: {
        trustpilot_service_reviews: { manifest_url: `${publicUrl}/zendesk/manifest.json` },
      },
    });
    const local = await toAppPackage({ ...options, publicUrl: 'http://localhost:8787' });
    expect(validateAppPackage(local).errors).toEqual([]);
  });

  test('tells the page which service and which integration it belongs to, escaped', async () => {
    expect(text('assets/sidebar.html')).toContain(`<meta name="service-url" content="${publicUrl}" />`);
    const odd = await toAppPackage({ ...options, integrationId: '"><script>' });
    const html = strFromU8(unzipSync(odd)['assets/sidebar.html'] ?? new Uint8Array());
    expect(html).toContain('<meta name="integration-id" content="&quot;&gt;&lt;script&gt;" />');
    expect(html).not.toMatch(/%[A-Z_]+%/);
  });

  test('asks for one key, which can sign for this host and cannot be sent', () => {
    expect(read('manifest.json')).toMatchObject({
      frameworkVersion: '2.0',
      location: { support: { ticket_sidebar: { url: 'assets/sidebar.html' } } },
      domainWhitelist: ['reviews.example.com'],
      parameters: [{ name: 'sidebar_key', secure: true, required: false, scopes: ['jwt_secret_key'] }],
    });
  });

  test('speaks twelve languages, one of them by two names', () => {
    const locales = Object.keys(files).filter((name) => name.startsWith('translations/'));
    expect(locales).toHaveLength(13);
    expect(read('translations/pt-br.json')).toEqual(read('translations/pt.json'));
    const texts = z.object({
      app: z.object({
        short_description: z.string().check(z.minLength(1), z.maxLength(80)),
        long_description: z.string().check(z.minLength(1)),
        installation_instructions: z.string().check(z.minLength(1)),
        parameters: z.object({
          sidebar_key: z.object({
            label: z.string().check(z.minLength(1)),
            helpText: z.string().check(z.minLength(1)),
          }),
        }),
      }),
    });
    for (const locale of locales) expect(z.safeParse(texts, read(locale)).success).toBe(true);
  });

  // Colour type in the PNG's header: 2 is opaque (square corners), 6 has an alpha channel.
  test.each([
    ['assets/logo.png', 320, 2],
    ['assets/logo-small.png', 128, 6],
  ])('%s is a picture of %d pixels', (name, size, colourType) => {
    const png = Buffer.from(files[name] ?? new Uint8Array());
    expect(png.toString('latin1', 1, 4)).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]]).toEqual([
      size,
      size,
      8,
      colourType,
    ]);
  });
});

/** Zendesk's limits: Channel framework 1.1. */
const url = z.string().check(z.maxLength(511), z.regex(/^https:\/\//));
const manifestSchema = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(255)),
  id: z.string().check(z.minLength(1), z.maxLength(511)),
  version: z.string().check(z.minLength(1), z.maxLength(255)),
  author: z.string().check(z.minLength(1), z.maxLength(255)),
  channelback_files: z.literal(false),
  create_followup_tickets: z.literal(true),
  urls: z.strictObject({
    admin_ui: url,
    pull_url: url,
    channelback_url: url,
    clickthrough_url: url,
    healthcheck_url: url,
    event_callback_url: url,
    about_url: url,
    dashboard_url: url,
  }),
});

test('the manifest keeps Zendesk’s limits and holds nothing else', () => {
  const manifest = toManifest({ integrationId: 'deployment-1', publicUrl });
  expect(z.safeParse(manifestSchema, manifest).error).toBeUndefined();
  expect(manifest.id).toBe('deployment-1');
});
