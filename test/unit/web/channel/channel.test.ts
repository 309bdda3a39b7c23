import type { HttpRequest } from '../../../../lambdas/runtime/http.ts';
import { toAppPackage } from '../../../../lambdas/web/app-package/app-package.ts';
import { clickthroughPage } from '../../../../lambdas/web/channel/clickthrough.ts';
import { toManifest } from '../../../../lambdas/web/channel/manifest.ts';
import { buildSidebarPage } from '../../../../lib/bundle/sidebar-page.ts';
import { validateAppPackage } from '../../../simulators/zendesk/app-package-validator.ts';

const publicUrl = 'https://reviews.example.com';
const account = 'abcdefgh12345678';
const review = '66a1b2c3d4e5f60718293a01';

describe('the app package', () => {
  const options = { publicUrl, integrationId: 'deployment-1', readPage: buildSidebarPage };

  test('passes every rule of the validator, which is as wary of the word “secret” as Zendesk is', async () => {
    expect(validateAppPackage(await toAppPackage(options))).toMatchObject({
      errors: [],
      warnings: ['manifest.json may hold a secret', 'assets/sidebar.js may hold a secret'],
    });
  });

  test('is the same to the byte each time', async () => {
    expect(await toAppPackage(options)).toEqual(await toAppPackage(options));
  });
});

describe('the manifest', () => {
  const manifest = toManifest({ integrationId: 'deployment-1', publicUrl });

  test('names only addresses of this deployment, each within Zendesk’s limit', () => {
    for (const url of Object.values(manifest.urls)) {
      expect(url.startsWith(`${publicUrl}/`)).toBe(true);
      expect(url.length).toBeLessThanOrEqual(511);
    }
  });

  test('has a new version when anything in it changes, and the id stays when the address moves', () => {
    const moved = toManifest({ integrationId: 'deployment-1', publicUrl: 'https://new.example.com' });
    expect(moved.version).not.toBe(manifest.version);
    expect(moved.id).toBe(manifest.id);
    expect(toManifest({ integrationId: 'deployment-1', publicUrl }).version).toBe(manifest.version);
  });
});

describe('a click on a comment', () => {
  const click = (rawQueryString: string) => clickthroughPage(publicUrl)({ rawQueryString } as HttpRequest);

  test.each(['', ':edit:1763800000', ':company-reply:12', ':removed:1', ':note:3', ':reply:a-B_9'])(
    'leads to the review on Trustpilot (%s)',
    async (suffix) => {
      const id = encodeURIComponent(`tp:${account}:review:${review}${suffix}`);
      const answer = await click(`external_id=${id}`);
      expect(answer.statusCode).toBe(302);
      expect(answer.headers?.['location']).toBe(`https://www.trustpilot.com/reviews/${review}`);
    },
  );

  test.each([
    '',
    'external_id=',
    'external_id=https://evil.example',
    `external_id=tp:${account}:review:${review}@evil.example`,
    `external_id=tp:${account}:review:${review}%0d%0aLocation:%20https://evil.example`,
    `external_id=tp:${account}:review:../../${review}`,
    `external_id=tp:${account}:review:${review}&external_id=tp:${account}:review:${review}`,
    `external_id=TP:${account}:review:${review}`,
  ])('leads nowhere else (%s)', async (query) => {
    const answer = await click(query);
    expect(answer.statusCode).toBe(404);
    expect(answer.headers).not.toHaveProperty('location');
    expect(answer.body).not.toContain('evil');
  });
});
