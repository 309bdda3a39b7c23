import { type AppPackage, isObject, type JsonObject } from './app-package.ts';

/** Rule 9 and the rules of the translations folder. */
export function checkTranslations(app: AppPackage, manifest: JsonObject): void {
  const defaultLocale = manifest['defaultLocale'];
  if (typeof defaultLocale === 'string' && app.file(`translations/${defaultLocale}.json`) === undefined) {
    app.error(`translations/${defaultLocale}.json, the default locale, is missing`);
  }
  for (const { path } of app.files.filter((file) => file.path.startsWith('translations/'))) {
    const locale = /^translations\/(.*)\.json$/.exec(path)?.[1];
    // Upper case fails in the language part only: pt-BR is fine, PT-br is not.
    if (locale === undefined || !/^[a-z]{2,3}(?:-\w{2,3})?$/.test(locale))
      app.error(`${path} is not named after a locale`);
    const texts = app.json(path);
    if (texts !== undefined) checkTexts(app, path, texts['app'], locale === 'en' ? manifest : undefined);
  }
}

function checkTexts(app: AppPackage, path: string, texts: unknown, englishOf: JsonObject | undefined): void {
  if (!isObject(texts)) {
    if (texts !== undefined) app.error(`${path}: app is not an object`);
    else if (englishOf !== undefined) app.error(`${path}: app.name is missing`);
    return;
  }
  if (texts['package'] !== undefined)
    app.warn(`${path}: app.package switches to the legacy form of title and value`);
  checkParameterLabels(app, path, texts['parameters']);
  // Only en.json has its texts for the Marketplace checked; a private app needs none but its name.
  if (englishOf === undefined) return;
  const isPrivate = englishOf['private'] !== false;
  const required = isPrivate ? ['name'] : ['name', 'long_description', 'installation_instructions'];
  for (const key of required) if (!isText(texts[key])) app.error(`${path}: app.${key} is missing`);
  if (!isPrivate && !isText(texts['short_description']) && !isText(texts['description'])) {
    app.error(`${path}: app.short_description is missing`);
  }
}

function checkParameterLabels(app: AppPackage, path: string, parameters: unknown): void {
  if (!isObject(parameters)) return;
  for (const [name, texts] of Object.entries(parameters)) {
    if (!isObject(texts) || !isText(texts['label']))
      app.error(`${path}: app.parameters.${name}.label is missing`);
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}
