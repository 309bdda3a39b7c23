import type { Call } from '../http/http-server.ts';
import { InstallError } from '../install/manifest.ts';
import { readMultipart } from '../http/multipart.ts';
import type { SimulatedZendesk } from '../simulator.ts';
import { validateAppPackage } from '../app-package-validator.ts';
import { downloadPackage } from '../install/install-package.ts';
import type { InstallOutcome } from './apps-page.ts';

/** Installs the package of the posted form and says how it went, warnings included. */
export async function installFromForm(zendesk: SimulatedZendesk, call: Call): Promise<InstallOutcome> {
  let zip: Uint8Array | undefined;
  try {
    zip = await readPackageOf(call);
    const { integration, isUpdate, report } = await zendesk.installZip(zip);
    return {
      ok: true,
      integrationId: integration.id,
      message: `${integration.manifest.name} ${isUpdate ? 'updated' : 'installed'}`,
      report,
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const report = zip === undefined ? undefined : validateAppPackage(zip);
    const title =
      error instanceof InstallError && report !== undefined && report.errors.length > 0
        ? 'Not installed'
        : message;
    return { ok: false, message: title, ...(report === undefined ? {} : { report }) };
  }
}

async function readPackageOf({ body, headers }: Call): Promise<Uint8Array> {
  const form = readMultipart(body, headers['content-type'] ?? '');
  const file = form.get('package');
  if (file !== undefined && file.length > 0) return file;
  const url = form.get('url')?.toString('utf8').trim() ?? '';
  if (url === '') throw new Error('Choose a zip file or enter its address');
  return downloadPackage(url);
}
