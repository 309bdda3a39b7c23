import { chromium, type Browser, type Frame, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

/** A real Chromium, with nothing switched off that the tests are about (web security, site isolation). */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    ...findChromium(),
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
