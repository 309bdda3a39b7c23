import { strToU8, zipSync, type Zippable } from 'fflate';
import { escapeHtml } from '../../core/ticket/message.ts';
import { appVersion } from '../../sidebar/app-version.ts';
import type { Page } from '../handler.ts';
import { integrationName } from '../channel/manifest.ts';
import { logoPng, logoSmallPng } from './logo-png.ts';
import type { PageFiles } from './page-files.ts';
import { appTexts } from './translations.ts';

export interface AppPackageOptions {
  publicUrl: string;
  integrationId: string;
  readPage: () => Promise<PageFiles>;
}

/** The same bytes for the same deployment, so that a person can compare two downloads. Zip knows no earlier date. */
const mtime = new Date(1980, 0, 2);

/** The private app that installs the channel and shows agents the review beside the ticket. */
export async function toAppPackage(options: AppPackageOptions): Promise<Uint8Array> {
  const { publicUrl, readPage } = options;
  const page = await readPage();
  const files: Zippable = {
    'manifest.json': toFile(appManifest(publicUrl)),
    'requirements.json': toFile({
      channel_integrations: {
        trustpilot_service_reviews: { manifest_url: `${publicUrl}/zendesk/manifest.json` },
      },
    }),
    'assets/logo.png': Buffer.from(logoPng, 'base64'),
    'assets/logo-small.png': Buffer.from(logoSmallPng, 'base64'),
    'assets/sidebar.html': strToU8(addressed(page['sidebar.html'], options)),
    'assets/sidebar.js': strToU8(page['sidebar.js']),
    'assets/sidebar.css': strToU8(page['sidebar.css']),
    ...translations(),
  };
  return zipSync(files, { mtime, level: 9 });
}

const toFile = (content: unknown): Uint8Array => strToU8(`${JSON.stringify(content, null, 2)}\n`);

/** Which service the page calls, and by which integration it knows our tickets. */
function addressed(html: string, { publicUrl, integrationId }: AppPackageOptions): string {
  const values: Record<string, string> = {
    SERVICE_URL: publicUrl,
    INTEGRATION_ID: integrationId,
    APP_VERSION: appVersion,
  };
  return html.replaceAll(/%([A-Z_]+)%/g, (_, name: string) => escapeHtml(values[name] ?? ''));
}

const appManifest = (publicUrl: string) => ({
  name: integrationName,
  author: { name: 'Trustpilot reviews for Zendesk', email: 'noreply@example.com', url: publicUrl },
  defaultLocale: 'en',
  private: true,
  // A second installation would make a second integration.
  singleInstall: true,
  version: appVersion,
  frameworkVersion: '2.0',
  location: { support: { ticket_sidebar: { url: 'assets/sidebar.html', flexible: true, autoLoad: true } } },
  // The only host to which Zendesk's proxy may send what is signed with the key.
  domainWhitelist: [new URL(publicUrl).hostname],
  parameters: [
    // Not required, so that the channel can be installed before there is a key. The scope lets it sign and nothing
    // else: it can never be sent anywhere (Apps framework 1.3).
    { name: 'sidebar_key', type: 'text', secure: true, required: false, scopes: ['jwt_secret_key'] },
  ],
});

function translations(): Zippable {
  // Zendesk knows Portuguese by two names.
  const texts = { ...appTexts, 'pt-br': appTexts.pt };
  const files = Object.entries(texts).map(([locale, { short, long, install, key }]) => {
    const name = locale === 'en' ? { name: integrationName } : {};
    const app = {
      ...name,
      short_description: short,
      long_description: long,
      installation_instructions: install,
      parameters: { sidebar_key: { label: key.label, helpText: key.help } },
    };
    return [`translations/${locale}.json`, toFile({ app })] as const;
  });
  return Object.fromEntries(files);
}

/** Packed at the first download only: anybody can ask for it, and packing is the dearest thing that a page does. */
export function appPackagePage(options: AppPackageOptions): Page {
  let packed: Promise<string> | undefined;
  const pack = async () => Buffer.from(await toAppPackage(options)).toString('base64');
  return async () => {
    packed ??= pack().catch((error: unknown) => {
      packed = undefined;
      throw error;
    });
    return {
      statusCode: 200,
      headers: {
        'content-type': 'application/zip',
        'content-disposition': 'attachment; filename="trustpilot-reviews-for-zendesk.zip"',
      },
      body: await packed,
      isBase64Encoded: true,
    };
  };
}
