/*
 * Development only: draws the logos of the Zendesk app into logo-png.ts. Run it after a change of logo-svg.ts:
 * node lambdas/web/app-package/render-logos.ts
 */
import { writeFile } from 'node:fs/promises';
import chromium from '@sparticuz/chromium';
import { chromium as browserType } from 'playwright-core';
import { logoSvg, markColours, tileColours } from './logo-svg.ts';

const browser = await browserType.launch({
  executablePath: await chromium.executablePath(),
  args: chromium.args,
});

async function render(svg: string, size: number): Promise<string> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw }</style>${svg}`);
  const png = await page.screenshot({ omitBackground: true });
  return png.toString('base64');
}

const logo = await render(logoSvg(tileColours), 320);
const logoSmall = await render(logoSvg(markColours), 128);
await browser.close();

await writeFile(
  new URL('logo-png.ts', import.meta.url),
  `// Drawn by render-logos.ts from logo-svg.ts; PNG in base64.

/** 320 x 320. */
export const logoPng =
  '${logo}';

/** 128 x 128, transparent around the mark. */
export const logoSmallPng =
  '${logoSmall}';
`,
);
