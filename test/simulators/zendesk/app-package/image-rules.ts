import type { AppPackage } from './app-package.ts';
import type { PackageFile } from './read-package.ts';

/** The upload checks the banner only; wrong logos would show in the admin's lists, so they are errors here. */
export function checkImages(app: AppPackage): void {
  checkLogo(app, 'assets/logo.png', 320);
  checkLogo(app, 'assets/logo-small.png', 128);
  const banner = app.file('assets/banner.png');
  if (banner !== undefined && !['830x200', '1660x400'].includes(sizeOf(banner) ?? '')) {
    app.error('assets/banner.png is not a PNG of 830x200 or 1660x400');
  }
  for (const file of app.files.filter(({ path }) => /^assets\/.*\.svg$/.test(path))) {
    const hasBitmap = /<image\b|data:image\/(?!svg)/i.test(new TextDecoder().decode(file.bytes));
    if (hasBitmap) app.warn(`${file.path} embeds a bitmap, which Zendesk replaces by a placeholder`);
  }
}

function checkLogo(app: AppPackage, path: string, side: number): void {
  const file = app.file(path);
  if (file === undefined) app.error(`${path} is missing`);
  else if (sizeOf(file) !== `${side}x${side}`) app.error(`${path} is not a PNG of ${side}x${side}`);
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Width and height from the IHDR chunk, which the PNG format demands to be first. */
function sizeOf({ bytes }: PackageFile): string | undefined {
  const isPng = bytes.length >= 24 && signature.every((byte, index) => bytes[index] === byte);
  if (!isPng || new TextDecoder().decode(bytes.subarray(12, 16)) !== 'IHDR') return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return `${view.getUint32(16)}x${view.getUint32(20)}`;
}
