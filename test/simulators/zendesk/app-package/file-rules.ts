import type { AppPackage, JsonObject } from './app-package.ts';
import type { PackageFile } from './read-package.ts';

const forbidden =
  'rar zip gzip gz pdf doc docx avi bin bz bz2 csh sh jar mp3 mpeg odt pptx ppt xls xlsx 7z'.split(' ');
const accepted = 'png jpg jpeg gif svg js htm html css map eot woff woff2 otf ttf json xml hbs hdbs'.split(
  ' ',
);

/** First bytes by which the forbidden kinds give themselves away whatever their name. */
const magic: [string, number[]][] = [
  ['rar', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['gzip', [0x1f, 0x8b]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['doc', [0xd0, 0xcf, 0x11, 0xe0]],
  ['avi', [0x52, 0x49, 0x46, 0x46]],
  ['bz2', [0x42, 0x5a, 0x68]],
  ['mp3', [0x49, 0x44, 0x33]],
  ['mpeg', [0x00, 0x00, 0x01, 0xba]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['sh', [0x23, 0x21]],
];

/** Rules 5, 10 and 12, and the folders that mean something of version 1. */
export function checkFiles(app: AppPackage, manifest: JsonObject): void {
  for (const file of app.files) checkFile(app, file);
  if (manifest['requirementsOnly'] === true) refuseCode(app);
  else {
    const old = app.files.find(({ path }) => /^(?:lib|templates)\//.test(path));
    if (old !== undefined) app.error(`${old.path}: the folders lib and templates are of version 1`);
  }
}

function checkFile(app: AppPackage, file: PackageFile): void {
  const { path, bytes } = file;
  if (file.isSymlink) app.error(`${path} is a symlink`);
  if (path.startsWith('/') || path.includes('\\') || path.split('/').includes('..'))
    app.error(`${path} leaves the package`);
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const kind = magic.find(([, start]) => start.every((byte, index) => bytes[index] === byte))?.[0];
  if (forbidden.includes(extension)) app.error(`${path}: files of type ${extension} are forbidden`);
  else if (kind !== undefined && !isRiffImage(kind, bytes))
    app.error(`${path} is a file of type ${kind}, which is forbidden`);
  else if (!accepted.includes(extension))
    app.warn(`${path}: ${extension || 'no'} extension is not among the accepted types`);
  warnOfText(app, path, extension, bytes);
}

/** RIFF holds WebP as well as AVI. */
function isRiffImage(kind: string, bytes: Uint8Array): boolean {
  return kind === 'avi' && new TextDecoder().decode(bytes.subarray(8, 12)) !== 'AVI ';
}

/** A requirements-only package holds no code and no style. */
function refuseCode(app: AppPackage): void {
  for (const { path, bytes } of app.files) {
    const isStyle = /(?:^|\/)app\.s?css$/.test(path) && bytes.length > 0;
    if (/\.jsx?$/.test(path) || /^templates\/.*\.hdbs$/.test(path) || isStyle) {
      app.error(`${path} is forbidden with requirementsOnly`);
    }
  }
}

function warnOfText(app: AppPackage, path: string, extension: string, bytes: Uint8Array): void {
  if (!['js', 'html', 'htm', 'json', 'css'].includes(extension)) return;
  const text = new TextDecoder().decode(bytes);
  if (/password|secret|api_?key|\b[0-9a-f]{32,}\b|eyJ[\w-]{10,}\./i.test(text))
    app.warn(`${path} may hold a secret`);
  if (extension !== 'json' && extension !== 'css' && /http:\/\//.test(text))
    app.warn(`${path} has an http:// address`);
}
