import { createHash } from 'node:crypto';
import { type JsonObject, isObject } from '../app-package/app-package.ts';
import { readPackage } from '../app-package/read-package.ts';
import type { Agent } from './agent.ts';

/** A setting that the admin fills in. */
export interface Parameter {
  name: string;
  label: string;
  helpText: string;
  required: boolean;
  /** Its value never leaves Zendesk for a browser. */
  secure: boolean;
  /** Where the proxy may put a secure value. */
  scopes: string[];
}

/** Empty means everybody; both kinds must match, and admins are not exempt. */
export interface Restrictions {
  roles: Agent['role'][];
  groups: Agent['groups'];
}

/** An installed app as far as its ticket sidebar goes. */
export interface SidebarApp {
  appId: number;
  installationId: number;
  name: string;
  version: string;
  /** The address of the page as the manifest names it; undefined when the app has none. */
  page: string | undefined;
  /** Does the page follow the width of the tray? */
  flexible: boolean;
  domainWhitelist: string[];
  parameters: Parameter[];
  settings: Record<string, string>;
  restrictions: Restrictions;
  /** Path of the assets on their own origin. */
  assetFolder: string;
}

export type AppContents = Pick<
  SidebarApp,
  'name' | 'version' | 'page' | 'flexible' | 'domainWhitelist' | 'parameters'
> & {
  /** What lies below `assets/`, and a hash of it. */
  assets: Map<string, Uint8Array>;
  hash: string;
};

/** Reads from a valid package what the sidebar needs. */
export function readAppContents(zip: Uint8Array): AppContents {
  const files = new Map(readPackage(zip).map(({ path, bytes }) => [path, bytes]));
  const manifest = readJson(files.get('manifest.json'));
  const location = objectOf(manifest['location']);
  const places = { ...objectOf(location['zendesk']), ...objectOf(location['support']) };
  const place = places['ticket_sidebar'];
  const { url, flexible } = typeof place === 'string' ? { url: place, flexible: true } : objectOf(place);
  const assets = [...files].filter(([path]) => path.startsWith('assets/'));
  const hash = createHash('sha256');
  for (const [path, bytes] of assets) hash.update(path).update(bytes);
  return {
    name: textOf(manifest['name']),
    version: textOf(manifest['version']),
    page: typeof url === 'string' && url !== '' ? url : undefined,
    flexible: flexible !== false,
    domainWhitelist: textsOf(manifest['domainWhitelist']),
    parameters: readParameters(manifest, readJson(files.get('translations/en.json'))),
    assets: new Map(assets.map(([path, bytes]) => [path.slice('assets/'.length), bytes])),
    hash: hash.digest('hex').slice(0, 20),
  };
}

function readParameters(manifest: JsonObject, translation: JsonObject): Parameter[] {
  const texts = objectOf(objectOf(translation['app'])['parameters']);
  const given = Array.isArray(manifest['parameters']) ? manifest['parameters'] : [];
  return given.filter(isObject).map((parameter) => {
    const name = textOf(parameter['name']);
    const { label, helpText } = objectOf(texts[name]);
    return {
      name,
      label: textOf(label) || name,
      helpText: textOf(helpText),
      required: parameter['required'] === true,
      secure: parameter['secure'] === true,
      scopes: textsOf(parameter['scopes']),
    };
  });
}

/** What may be shown to a browser (Apps framework, 8, rule 11). */
export function publicSettings({ parameters, settings, name }: SidebarApp): Record<string, string> {
  const secure = new Set(
    parameters.filter((parameter) => parameter.secure).map((parameter) => parameter.name),
  );
  const open = Object.entries(settings).filter(([setting]) => !secure.has(setting));
  return { title: name, ...Object.fromEntries(open) };
}

/** "Several roles (or groups): one is enough. Both kinds: one of each is needed." */
export function isShownTo({ restrictions: { roles, groups } }: SidebarApp, agent: Agent): boolean {
  const hasRole = roles.length === 0 || roles.includes(agent.role);
  return hasRole && (groups.length === 0 || agent.groups.some((group) => groups.includes(group)));
}

function readJson(bytes: Uint8Array | undefined): JsonObject {
  return bytes === undefined ? {} : objectOf(JSON.parse(new TextDecoder().decode(bytes)));
}

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
