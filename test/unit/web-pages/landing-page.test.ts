import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { HttpRequest } from '../../../lambdas/runtime/http.ts';
import { landingPage } from '../../../lambdas/web/pages/landing/landing-page.ts';
import { reviewNotFound } from '../../../lambdas/web/pages/not-found-page.ts';
import { productVersion } from '../../../lambdas/web/pages/product-version.ts';

const publicUrl = 'https://reviews.example.com';
const land = async (url = publicUrl) => {
  const { statusCode, headers, body } = await landingPage(url)({} as HttpRequest);
  return { statusCode, headers: headers ?? {}, body: body ?? '' };
};

describe('the landing page', () => {
  test('offers the app, the health and the moving over', async () => {
    const { statusCode, body } = await land();
    expect(statusCode).toBe(200);
    expect(body).toContain(`href="${publicUrl}/download/zendesk-app.zip"`);
    expect(body).toContain(`href="${publicUrl}/zendesk/dashboard"`);
    expect(body).toMatch(/Running.*version \d+\.\d+\.\d+/s);
    for (const words of ['Upload private app', 'Add account', 'Sync unanswered reviews'])
      expect(body).toContain(words);
  });

  test('loads nothing from elsewhere and runs nothing', async () => {
    const { headers, body } = await land();
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|script-src|\*/);
    expect(body).not.toMatch(/<script|<iframe|<img|\son\w+=|\sstyle="|javascript:|@import|url\(/i);
    const links = [...body.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link]) => link ?? '');
    expect(links.length).toBeGreaterThan(5);
    for (const link of links)
      expect(link).toMatch(/^(?:https:\/\/reviews\.example\.com\/|#|data:image\/svg)/);
  });

  test('allows exactly the style sheet that it holds', async () => {
    const { headers, body } = await land();
    const styles = [...body.matchAll(/<style>(.*?)<\/style>/gs)].map(([, style]) => style ?? '');
    expect(styles).toHaveLength(1);
    const hash = createHash('sha256').update(styles.join('')).digest('base64');
    expect(headers['content-security-policy']).toContain(`style-src 'sha256-${hash}'`);
  });

  test('escapes the address it is told', async () => {
    const { body } = await land('https://x.example/"><b>&');
    expect(body).not.toContain('"><b>&');
    expect(body).toContain('https://x.example/&quot;&gt;&lt;b&gt;&amp;');
  });

  test('stays small', async () => {
    const { body } = await land();
    expect(Buffer.byteLength(body)).toBeLessThan(30_000);
  });
});

test('a page that is not there says so in words, without a cache of its own', () => {
  const { statusCode, headers, body } = reviewNotFound(publicUrl);
  expect(statusCode).toBe(404);
  expect(headers?.['content-type']).toBe('text/html; charset=utf-8');
  expect(headers).not.toHaveProperty('cache-control');
  expect(body).toContain('does not lead to a review');
});

test('the version is that of the package', async () => {
  const text = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ version: productVersion });
});
