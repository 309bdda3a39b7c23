import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { LaunchOptions } from 'playwright-core';

type Chromium = Pick<LaunchOptions, 'executablePath' | 'channel' | 'env'>;

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The machine's own Chromium; else, on Linux x64, the one that the package @sparticuz/chromium carries, with the
 * libraries that a bare machine lacks; else an installed Chrome, wherever it is installed on such a system.
 */
export function findChromium(): Chromium {
  const executablePath = installed.find((path) => existsSync(path));
  if (executablePath !== undefined) return { executablePath };
  if (process.platform === 'linux' && process.arch === 'x64') return packedChromium();
  return { channel: 'chrome' };
}

function packedChromium(): Chromium {
  const folder = join(tmpdir(), `chromium-of-tests-${packageVersion()}`);
  if (!existsSync(folder)) unpack(folder);
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}

function packageVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  let folder = dirname(entry);
  while (!existsSync(join(folder, 'bin'))) folder = dirname(folder);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/**
 * The package unpacks into the temporary folder and takes whatever lies there for finished, also while another worker
 * is at it. So each worker unpacks into a folder of its own; the first one to be ready gives it the final name.
 */
function unpack(folder: string): void {
  const own = mkdtempSync(`${folder}-`);
  const program =
    "const { default: packed } = await import('@sparticuz/chromium'); await packed.executablePath();";
  execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: resolve(import.meta.dirname, '../..'),
    // The name of its runtime makes the package unpack the libraries too.
    env: { ...process.env, TMPDIR: own, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
  writeFileSync(join(own, 'fonts.conf'), fontsConfig(join(folder, 'fonts')));
  try {
    renameSync(own, folder);
  } catch (error) {
    rmSync(own, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

/** The machine's fonts, and the package's own for a machine that has none. */
const fontsConfig = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}</dir>
  <cachedir>${folder}-cache</cachedir>
</fontconfig>
`;
