import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * A real Chromium: the machine's own, else the one that the package @sparticuz/chromium carries. That package's list
 * of arguments is not used: among them are some that switch off what the tests are about (web security, site isolation).
 */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(),
    args: [
      '--no-sandbox',
      '--no-zygote',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      '--site-per-process',
      '--test-third-party-cookie-phaseout',
    ],
  });
}

async function findChromium(): Promise<string> {
  const found = installed.find((path) => existsSync(path));
  if (found !== undefined) return found;
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}
