import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Page } from 'playwright-core';

export const readmeViewport = { width: 1200, height: 800 };

/**
 * A picture that the README shows. It is part of the checkout, so a test run leaves it as it is, unless it is missing
 * or `README_SCREENSHOTS=1` asks for a new one.
 */
export async function takeReadmePicture(
  page: Page,
  name: string,
  { height }: { height: number } = readmeViewport,
): Promise<void> {
  const path = resolve(`test/browser/screenshots/readme/${name}.png`);
  if (existsSync(path) && process.env['README_SCREENSHOTS'] === undefined) return;
  await mkdir(dirname(path), { recursive: true });
  await page.setViewportSize({ ...readmeViewport, height });
  await page.screenshot({ path, animations: 'disabled' });
  await page.setViewportSize(readmeViewport);
}
