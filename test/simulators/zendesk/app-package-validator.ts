import { AppPackage, type JsonObject } from './app-package/app-package.ts';
import { checkFiles } from './app-package/file-rules.ts';
import { checkImages } from './app-package/image-rules.ts';
import { checkLocations } from './app-package/location-rules.ts';
import { checkManifest } from './app-package/manifest-rules.ts';
import { checkPageReachesService } from './app-package/own-rules.ts';
import { checkParameters } from './app-package/parameter-rules.ts';
import { MOST_PACKAGE_BYTES, readPackage } from './app-package/read-package.ts';
import { checkRequirements } from './app-package/requirement-rules.ts';
import { checkTranslations } from './app-package/translation-rules.ts';

export interface AppPackageReport {
  errors: string[];
  warnings: string[];
  /** What the installation needs; absent when the package does not say. */
  app: { name: string; version: string | undefined; manifestUrl: string } | undefined;
}

/**
 * Examines an app package as an upload to Zendesk does (rules read from zendesk/zendesk_apps_support), both the
 * requirements-only form and the form with pages, and adds what the upload lets through but people would notice.
 */
export function validateAppPackage(zipBytes: Uint8Array): AppPackageReport {
  const app = open(zipBytes);
  if (typeof app === 'string') return { errors: [`The package ${app}`], warnings: [], app: undefined };
  if (zipBytes.length > MOST_PACKAGE_BYTES)
    app.error(`The package has ${zipBytes.length} bytes, at most 2 MB allowed`);
  for (const path of ['manifest.json', 'requirements.json']) app.refuseDuplicateKeys(path);
  const manifest = app.json('manifest.json');
  if (app.file('manifest.json') === undefined)
    app.error('manifest.json is missing at the root of the package');
  const requirements = app.json('requirements.json');
  const manifestUrl = requirements === undefined ? undefined : checkRequirements(app, requirements);
  checkContents(app, manifest ?? {}, manifestUrl);
  const { errors, warnings } = app;
  return { errors, warnings, app: manifest === undefined ? undefined : describe(manifest, manifestUrl) };
}

function open(zipBytes: Uint8Array): AppPackage | string {
  try {
    return new AppPackage(readPackage(zipBytes));
  } catch (error) {
    return error instanceof Error ? error.message : 'is not a zip';
  }
}

function checkContents(app: AppPackage, manifest: JsonObject, manifestUrl: string | undefined): void {
  checkManifest(app, manifest);
  const parameterNames = checkParameters(app, manifest);
  const hasPages = manifest['requirementsOnly'] !== true && manifest['marketingOnly'] !== true;
  if (hasPages) {
    checkLocations(app, manifest);
    checkPageReachesService(app, manifest, parameterNames, manifestUrl);
  }
  checkTranslations(app, manifest);
  checkImages(app);
  checkFiles(app, manifest);
}

function describe({ name, version }: JsonObject, manifestUrl: string | undefined): AppPackageReport['app'] {
  if (manifestUrl === undefined) return undefined;
  return {
    name: typeof name === 'string' ? name : 'App',
    version: typeof version === 'string' ? version : undefined,
    manifestUrl,
  };
}
