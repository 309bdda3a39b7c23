import { randomBytes } from 'node:crypto';
import { validateAppPackage } from '../../../simulators/zendesk/app-package-validator.ts';
import {
  aPackage,
  aPackageWithPage,
  aPackageWithSymlink,
  aPng,
  manifestWithPage,
  type PackageContents,
  requirementsOnlyManifest,
} from './app-zip.ts';

const manifestUrl = 'https://reviews.example.com/zendesk/manifest.json';
const channel = { reviews: { manifest_url: manifestUrl } };

test('a requirements-only package without faults passes', () => {
  expect(validateAppPackage(aPackage())).toEqual({
    errors: [],
    warnings: [],
    app: { name: 'Reviews', version: '1.0.0', manifestUrl },
  });
});

test('a package with a ticket sidebar passes', () => {
  // The scan for secrets stumbles over the scope's name, as Zendesk's own does.
  const warnings = ['manifest.json may hold a secret'];
  expect(validateAppPackage(aPackageWithPage())).toMatchObject({ errors: [], warnings });
});

test('tmp/ does not count', () => {
  expect(validateAppPackage(aPackage({ 'tmp/build.js': 'x', 'tmp/app.zip': 'PK' })).errors).toEqual([]);
});

const manifest = (change: object): PackageContents => ({
  'manifest.json': { ...requirementsOnlyManifest, ...change },
});
const requirements = (value: unknown): PackageContents => ({ 'requirements.json': value });
const page = (change: object): PackageContents => ({ 'manifest.json': { ...manifestWithPage, ...change } });
const parameter = (value: object) => page({ parameters: [value] });
const sidebar = (value: unknown) => page({ location: { support: { ticket_sidebar: value } } });

const faults: [string, PackageContents, string][] = [
  [
    'no manifest.json at the root',
    { 'manifest.json': undefined, 'app/manifest.json': {} },
    'manifest.json is missing',
  ],
  ['broken JSON', { 'manifest.json': '{"name": }' }, 'not valid JSON'],
  ['a list as manifest', { 'manifest.json': [] }, 'not a JSON object'],
  ['a key twice', { 'manifest.json': '{"author":{"name":"a","name":"b"}}' }, 'author.name twice'],
  ['a requirement twice', requirements('{"views":[{"a":1},{"a":1}],"views":{}}'), 'views twice'],
  ['no author', manifest({ author: undefined }), 'author is missing'],
  ['the author as a text', manifest({ author: 'Example' }), 'author is not an object'],
  ['an author name that is no text', manifest({ author: { name: 1 } }), 'author.name'],
  ['an author address without host', manifest({ author: { url: 'reviews' } }), 'author.url'],
  ['terms that are no address', manifest({ termsConditionsURL: 'ftp://a' }), 'termsConditionsURL'],
  ['no default locale', manifest({ defaultLocale: undefined }), 'defaultLocale is missing'],
  ['a text for a boolean', manifest({ singleInstall: 'true' }), 'singleInstall is not a boolean'],
  ['a number for a text', manifest({ version: 1 }), 'version is not a string'],
  ['a location with requirementsOnly', manifest({ location: {} }), 'location is forbidden'],
  [
    'a framework with requirementsOnly',
    manifest({ frameworkVersion: '2.0' }),
    'frameworkVersion is forbidden',
  ],
  ['no requirements.json', { 'requirements.json': undefined }, 'requirements.json is missing'],
  ['code with requirementsOnly', { 'assets/app.js': 'x' }, 'assets/app.js is forbidden'],
  [
    'a template with requirementsOnly',
    { 'templates/layout.hdbs': 'x' },
    'templates/layout.hdbs is forbidden',
  ],
  ['style with requirementsOnly', { 'app.css': 'p{}' }, 'app.css is forbidden'],
  ['an unknown requirement', requirements({ channels: {} }), 'channels is not a kind'],
  [
    'two channels',
    requirements({ channel_integrations: { ...channel, b: { manifest_url: 'x' } } }),
    'more than one',
  ],
  ['a channel without manifest_url', requirements({ channel_integrations: { a: {} } }), 'no manifest_url'],
  ['a trigger without title', requirements({ triggers: { a: {} } }), 'triggers.a has no title'],
  [
    'a user field without key',
    requirements({ user_fields: { a: { title: 'A' } } }),
    'user_fields.a has no key',
  ],
  [
    'too many requirements',
    requirements({
      webhooks: Object.fromEntries(Array.from({ length: 5001 }, (_, index) => [`w${index}`, {}])),
    }),
    '5001 requirements',
  ],
  ['no default translation', manifest({ defaultLocale: 'sv' }), 'translations/sv.json'],
  ['a locale in upper case', { 'translations/EN.json': {} }, 'translations/EN.json is not named'],
  [
    'a translation that is no object',
    { 'translations/da.json': '[]' },
    'translations/da.json is not a JSON object',
  ],
  ['no name in English', { 'translations/en.json': { app: {} } }, 'app.name is missing'],
  ['no texts for the Marketplace', manifest({ private: false }), 'app.long_description is missing'],
  [
    'a parameter without label',
    { 'translations/en.json': { app: { name: 'a', parameters: { b: {} } } } },
    'b.label',
  ],
  ['parameters as an object', manifest({ parameters: {} }), 'parameters is not an array'],
  ['two equal parameters', manifest({ parameters: [{ name: 'a' }, { name: 'a' }] }), 'same name'],
  ['a parameter called name', manifest({ parameters: [{ name: 'name' }] }), 'called name'],
  ['an unknown type', manifest({ parameters: [{ name: 'a', type: 'date' }] }), 'no such type'],
  [
    'a hidden required parameter',
    manifest({ parameters: [{ name: 'a', type: 'hidden', required: true }] }),
    'hidden',
  ],
  ['a forbidden extension', { 'assets/a.pdf': 'x' }, 'type pdf'],
  ['a forbidden content', { 'assets/a.css': new Uint8Array([0x50, 0x4b, 3, 4]) }, 'type zip'],
  ['experiments as a list', manifest({ experiments: [] }), 'experiments is not an object'],
  ['an unknown experiment', manifest({ experiments: { fast: true } }), 'fast does not exist'],
  ['no logo', { 'assets/logo.png': undefined }, 'assets/logo.png is missing'],
  ['a logo of another size', { 'assets/logo.png': aPng(320, 321) }, '320x320'],
  ['a small logo that is no PNG', { 'assets/logo-small.png': 'GIF89a' }, '128x128'],
  ['a banner of another size', { 'assets/banner.png': aPng(800, 200) }, '830x200'],
  ['a path that leaves the package', { 'assets/../../a.css': 'x' }, 'leaves the package'],
];

test.each(faults)('refused: %s', (_title, changed, reason) => {
  expect(validateAppPackage(aPackage(changed)).errors.join('\n')).toContain(reason);
});

const pageFaults: [string, PackageContents, string][] = [
  ['no location', page({ location: undefined }), 'location is missing'],
  ['a location of version 1', page({ location: 'ticket_sidebar' }), 'location is not an object'],
  ['no place', page({ location: { support: {} } }), 'names no place'],
  [
    'an unknown product',
    page({ location: { mail: { ticket_sidebar: 'assets/sidebar.html' } } }),
    'no product mail',
  ],
  [
    'an unknown place',
    page({ location: { support: { sidebar: 'assets/sidebar.html' } } }),
    'no location sidebar',
  ],
  ['another framework', page({ frameworkVersion: '1.0' }), 'frameworkVersion'],
  ['a page outside assets/', sidebar('sidebar.html'), 'does not begin with assets/'],
  ['a page that is not there', sidebar('assets/other.html'), 'assets/other.html is not in the package'],
  ['an insecure page', sidebar('http://example.com/sidebar'), 'not https'],
  ['flexible as a text', sidebar({ url: 'assets/sidebar.html', flexible: 'yes' }), 'flexible'],
  ['no page', sidebar({ flexible: true }), 'url is missing'],
  ['noTemplate', page({ noTemplate: true }), 'noTemplate'],
  ['a whitelist of numbers', page({ domainWhitelist: [1] }), 'domainWhitelist'],
  ['a whitelist of another host', page({ domainWhitelist: ['example.com'] }), 'reviews.example.com'],
  ['a secure parameter without scopes', parameter({ name: 'a', secure: true }), 'needs scopes'],
  ['scopes on an open parameter', parameter({ name: 'a', scopes: ['header'] }), 'only a secure one'],
  ['an unknown scope', parameter({ name: 'a', secure: true, scopes: ['cookie'] }), 'no such scope'],
  ['no scope', parameter({ name: 'a', secure: true, scopes: [] }), 'not a filled array'],
  ['a secure default', parameter({ name: 'a', secure: true, scopes: ['body'], default: 'x' }), 'no default'],
  ['required as a text', parameter({ name: 'a', required: 'yes' }), 'required is not a boolean'],
  ['half an oauth', page({ oauth: { client_id: 'x' } }), 'oauth needs'],
  ['a setting that is none', { 'assets/sidebar.js': 'x = "{{setting.other}}"' }, 'setting.other'],
  ['a folder of version 1', { 'lib/a.js': 'x' }, 'version 1'],
];

test.each(pageFaults)('refused in an app with a page: %s', (_title, changed, reason) => {
  expect(validateAppPackage(aPackageWithPage(changed)).errors.join('\n')).toContain(reason);
});

test.each<[string, PackageContents, string]>([
  [
    'a word like password',
    { 'translations/da.json': { app: { hint: 'Your password' } } },
    'may hold a secret',
  ],
  ['an insecure address in a page', { 'assets/sidebar.html': '<a href="http://example.com">' }, 'http://'],
  ['an open parameter named like a key', parameter({ name: 'api_key' }), 'looks like a secret'],
  ['an extension that Zendesk does not name', { 'README.md': 'x' }, 'md extension'],
  [
    'a bitmap in an SVG',
    { 'assets/logo.svg': '<svg><image href="data:image/png;base64,"/></svg>' },
    'bitmap',
  ],
  ['the legacy form of translations', { 'translations/da.json': { app: { package: 'x' } } }, 'legacy'],
  [
    'http',
    requirements({ channel_integrations: { a: { manifest_url: 'http://reviews.example.com/m' } } }),
    'not https',
  ],
])('only warned of: %s', (_title, changed, reason) => {
  const { errors, warnings } = validateAppPackage(aPackageWithPage(changed));
  expect(errors).toEqual([]);
  expect(warnings.join('\n')).toContain(reason);
});

test('refused: a symlink', () => {
  expect(validateAppPackage(aPackageWithSymlink()).errors).toContain('assets/link.css is a symlink');
});

test('refused: what is no zip, and what is too large', () => {
  expect(validateAppPackage(Buffer.from('Hello')).errors).toEqual(['The package is not a zip']);
  // Random bytes, since a zip would shrink anything regular.
  const noise = new Uint8Array(randomBytes(2.2 * 1024 * 1024));
  const { errors } = validateAppPackage(aPackage({ 'assets/noise.svg': noise }));
  expect(errors.join('\n')).toContain('at most 2 MB');
});
