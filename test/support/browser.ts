import { existsSync } from 'node:fs';
import { chromium, type Browser, type Frame, type Page } from 'playwright-core';

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
    ],
  });
}

async function findChromium(): Promise<string> {
  const found = installed.find((path) => existsSync(path));
  if (found !== undefined) return found;
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}

/**
 * Frames of other sites get no cookies in this page; a frame with a process of its own has to be told too. None of
 * Chromium's own switches does that without its settings page.
 */
export async function blockThirdPartyCookies(where: Page | Frame): Promise<void> {
  const page = 'context' in where ? where : where.page();
  const session = await page.context().newCDPSession(where);
  await session.send('Network.enable');
  // The protocol of this Chromium asks for two more members than the library's types know.
  const controls = {
    enableThirdPartyCookieRestriction: true,
    disableThirdPartyCookieMetadata: true,
    disableThirdPartyCookieHeuristics: true,
  };
  await session.send('Network.setCookieControls', controls);
}
