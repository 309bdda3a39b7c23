import { strToU8, zipSync, type Zippable } from 'fflate';
import type { Page } from '../handler.ts';
import { integrationName } from '../channel/manifest.ts';
import { logoPng, logoSmallPng } from './logo-png.ts';
import { appTexts } from './translations.ts';

/** Raised when anything in the package changes but the address of the deployment. */
const appVersion = '1.0.0';
/** The same bytes for the same deployment, so that a person can compare two downloads. Zip knows no earlier date. */
const mtime = new Date(1980, 0, 2);

/** The private app that installs the channel: no page, only the requirement (Channel framework 2). */
export function toAppPackage(publicUrl: string): Uint8Array {
  const files: Zippable = {
    'manifest.json': toFile(appManifest(publicUrl)),
    'requirements.json': toFile({
      channel_integrations: {
        trustpilot_service_reviews: { manifest_url: `${publicUrl}/zendesk/manifest.json` },
      },
    }),
    'assets/logo.png': Buffer.from(logoPng, 'base64'),
    'assets/logo-small.png': Buffer.from(logoSmallPng, 'base64'),
    ...translations(),
  };
  return zipSync(files, { mtime, level: 9 });
}

const toFile = (content: unknown): Uint8Array => strToU8(`${JSON.stringify(content, null, 2)}\n`);

/** With `requirementsOnly` the validator refuses `location` and `frameworkVersion` (Channel framework 2.6, rule 4). */
const appManifest = (publicUrl: string) => ({
  name: integrationName,
  author: { name: 'Trustpilot reviews for Zendesk', email: 'noreply@example.com', url: publicUrl },
  defaultLocale: 'en',
  private: true,
  requirementsOnly: true,
  singleInstall: true,
  version: appVersion,
});

function translations(): Zippable {
  const files = Object.entries(appTexts).map(([locale, { short, long, install }]) => {
    const name = locale === 'en' ? { name: integrationName } : {};
    const app = {
      ...name,
      short_description: short,
      long_description: long,
      installation_instructions: install,
    };
    return [`translations/${locale}.json`, toFile({ app })] as const;
  });
  return Object.fromEntries(files);
}

export const appPackagePage =
  (publicUrl: string): Page =>
  async () => ({
    statusCode: 200,
    headers: {
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="trustpilot-reviews-for-zendesk.zip"',
    },
    body: Buffer.from(toAppPackage(publicUrl)).toString('base64'),
    isBase64Encoded: true,
  });
