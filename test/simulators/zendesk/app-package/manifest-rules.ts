import { type AppPackage, isObject, type JsonObject } from './app-package.ts';

const booleans = ['requirementsOnly', 'marketingOnly', 'singleInstall', 'signedUrls', 'private'];
const strings = [
  'name',
  'defaultLocale',
  'version',
  'frameworkVersion',
  'termsConditionsURL',
  'gaID',
  'remoteInstallationURL',
];
const experiments = ['hashParams', 'newCssCompiler'];

/** Rules 2, 3, 4 and 11 of the package validator: what stands in the app's manifest.json. */
export function checkManifest(app: AppPackage, manifest: JsonObject): void {
  checkAuthor(app, manifest['author']);
  if (manifest['defaultLocale'] === undefined) app.error('manifest.json: defaultLocale is missing');
  for (const key of booleans) {
    const value = manifest[key];
    if (value !== undefined && typeof value !== 'boolean')
      app.error(`manifest.json: ${key} is not a boolean`);
  }
  for (const key of strings) {
    const value = manifest[key];
    if (value !== undefined && typeof value !== 'string') app.error(`manifest.json: ${key} is not a string`);
  }
  const terms = manifest['termsConditionsURL'];
  if (typeof terms === 'string' && !isWebUrl(terms))
    app.error('manifest.json: termsConditionsURL is not a web address');
  if (manifest['requirementsOnly'] === true) checkRequirementsOnly(app, manifest);
  checkExperiments(app, manifest['experiments']);
}

function checkAuthor(app: AppPackage, author: unknown): void {
  if (!isObject(author)) {
    app.error(
      author === undefined ? 'manifest.json: author is missing' : 'manifest.json: author is not an object',
    );
    return;
  }
  for (const key of ['name', 'email', 'url']) {
    const value = author[key];
    if (value !== undefined && typeof value !== 'string')
      app.error(`manifest.json: author.${key} is not a string`);
  }
  const url = author['url'];
  if (typeof url === 'string' && !isWebUrl(url)) app.error('manifest.json: author.url is not a web address');
}

function checkRequirementsOnly(app: AppPackage, manifest: JsonObject): void {
  for (const key of ['location', 'frameworkVersion']) {
    if (manifest[key] !== undefined) app.error(`manifest.json: ${key} is forbidden with requirementsOnly`);
  }
  if (app.file('requirements.json') === undefined)
    app.error('requirements.json is missing, which requirementsOnly demands');
}

function checkExperiments(app: AppPackage, value: unknown): void {
  if (value === undefined) return;
  if (!isObject(value)) {
    app.error('manifest.json: experiments is not an object');
    return;
  }
  for (const [name, enabled] of Object.entries(value)) {
    if (enabled === true && !experiments.includes(name))
      app.error(`manifest.json: the experiment ${name} does not exist`);
  }
}

function isWebUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '';
}
