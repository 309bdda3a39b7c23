import type { AppPackage, JsonObject } from './app-package.ts';

/** What no upload checks, but a page that reaches its own service needs. */
export function checkPageReachesService(
  app: AppPackage,
  manifest: JsonObject,
  parameterNames: string[],
  manifestUrl: string | undefined,
): void {
  const host = manifestUrl === undefined ? undefined : URL.parse(manifestUrl)?.hostname;
  const allowed = Array.isArray(manifest['domainWhitelist']) ? manifest['domainWhitelist'] : [];
  const admits = (entry: unknown) => URL.parse(`https://${String(entry)}`)?.hostname === host;
  if (host !== undefined && !(allowed.length > 0 && allowed.every(admits))) {
    app.error(`manifest.json: domainWhitelist is not the host of manifest_url, ${host}`);
  }
  for (const { path } of app.files.filter((file) => /^assets\/.*\.(?:html?|js)$/.test(file.path))) {
    for (const [, name = ''] of (app.text(path) ?? '').matchAll(/\{\{\s*setting\.([\w-]+)\s*\}\}/g)) {
      if (!parameterNames.includes(name)) app.error(`${path}: {{setting.${name}}} names no parameter`);
    }
  }
}
