import { strToU8, zipSync, type Zippable } from 'fflate';

/** A file of a package: bytes, a text, or a value that becomes JSON; undefined leaves it out. */
export type PackageContents = Record<string, unknown>;

const toBytes = (content: unknown): Uint8Array => {
  if (content instanceof Uint8Array) return content;
  return strToU8(typeof content === 'string' ? content : JSON.stringify(content));
};

/** The beginning of a PNG of this size: signature and IHDR. */
export function aPng(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  bytes.writeUInt32BE(13, 8);
  bytes.write('IHDR', 12);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

export const requirementsOnlyManifest = {
  name: 'Reviews',
  author: { name: 'Example', email: 'support@example.com', url: 'https://reviews.example.com' },
  defaultLocale: 'en',
  private: true,
  requirementsOnly: true,
  singleInstall: true,
  version: '1.0.0',
};

export const manifestWithPage = {
  ...requirementsOnlyManifest,
  requirementsOnly: undefined,
  frameworkVersion: '2.0',
  location: { support: { ticket_sidebar: { url: 'assets/sidebar.html?x=1', flexible: true } } },
  domainWhitelist: ['reviews.example.com'],
  parameters: [{ name: 'sidebar_code', type: 'text', secure: true, scopes: ['jwt_secret_key'] }],
};

export const requirementsFor = (manifestUrl: string) => ({
  channel_integrations: { reviews: { manifest_url: manifestUrl } },
});

/** A valid package, with some files changed. */
export function aPackage(changed: PackageContents = {}): Uint8Array {
  const files: PackageContents = {
    'manifest.json': requirementsOnlyManifest,
    'requirements.json': requirementsFor('https://reviews.example.com/zendesk/manifest.json'),
    'assets/logo.png': aPng(320, 320),
    'assets/logo-small.png': aPng(128, 128),
    'translations/en.json': { app: { name: 'Reviews' } },
    'translations/pt-br.json': { app: { name: 'Reviews' } },
    ...changed,
  };
  const present = Object.entries(files).filter(([, content]) => content !== undefined);
  return zipSync(Object.fromEntries(present.map(([path, content]) => [path, toBytes(content)])));
}

/** A valid package with a page, with some files changed. */
export function aPackageWithPage(changed: PackageContents = {}): Uint8Array {
  return aPackage({
    'manifest.json': manifestWithPage,
    'assets/sidebar.html': '<!doctype html><p>Review</p>',
    'assets/sidebar.js': 'addEventListener("load", () => {});',
    ...changed,
  });
}

/** A valid package that also holds a symlink. */
export function aPackageWithSymlink(): Uint8Array {
  const files: Zippable = {
    'assets/link.css': [strToU8('../etc'), { os: 3, attrs: (0o120777 << 16) >>> 0 }],
  };
  const plain = ['manifest.json', 'requirements.json'].map((path) => [path, strToU8('{}')] as const);
  return zipSync({ ...Object.fromEntries(plain), ...files });
}
