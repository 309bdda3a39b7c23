import { type AppPackage, isObject, type JsonObject } from './app-package.ts';

const kinds = [
  'automations',
  'channel_integrations',
  'custom_objects',
  'macros',
  'targets',
  'views',
  'ticket_fields',
  'triggers',
  'user_fields',
  'organization_fields',
  'webhooks',
  'custom_objects_v2',
];
const withoutTitle = ['channel_integrations', 'custom_objects', 'custom_objects_v2', 'webhooks'];
const withKey = ['user_fields', 'organization_fields'];
const MOST_REQUIREMENTS = 5000;

/** Rules 6, 7 and 8: what requirements.json may ask for. Returns the channel's manifest_url. */
export function checkRequirements(app: AppPackage, requirements: JsonObject): string | undefined {
  let count = 0;
  for (const [kind, entries] of Object.entries(requirements)) {
    if (!kinds.includes(kind)) app.error(`requirements.json: ${kind} is not a kind of requirement`);
    else if (kind !== 'custom_objects' && kind !== 'custom_objects_v2')
      count += checkEntries(app, kind, entries);
  }
  if (count > MOST_REQUIREMENTS)
    app.error(`requirements.json: ${count} requirements, at most ${MOST_REQUIREMENTS} allowed`);
  return manifestUrlOf(app, requirements['channel_integrations']);
}

function checkEntries(app: AppPackage, kind: string, entries: unknown): number {
  if (!isObject(entries)) {
    app.error(`requirements.json: ${kind} is not an object`);
    return 0;
  }
  for (const [id, entry] of Object.entries(entries)) {
    if (!isObject(entry)) app.error(`requirements.json: ${kind}.${id} is not an object`);
    else if (!withoutTitle.includes(kind) && !isText(entry['title']))
      app.error(`requirements.json: ${kind}.${id} has no title`);
    else if (withKey.includes(kind) && !isText(entry['key']))
      app.error(`requirements.json: ${kind}.${id} has no key`);
  }
  return Object.keys(entries).length;
}

function manifestUrlOf(app: AppPackage, channels: unknown): string | undefined {
  if (!isObject(channels)) return undefined;
  const entries = Object.values(channels);
  if (entries.length > 1) app.error('requirements.json: channel_integrations has more than one entry');
  const [channel] = entries;
  if (!isObject(channel)) return undefined;
  const url = channel['manifest_url'];
  if (!isText(url)) {
    app.error('requirements.json: the channel integration has no manifest_url');
    return undefined;
  }
  // The upload checks presence only; the installation fails for anything but https.
  if (URL.parse(url)?.protocol !== 'https:')
    app.warn(`manifest_url ${url} is not https: Zendesk would not install it`);
  return url;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
