import { type AppPackage, isObject, type JsonObject } from './app-package.ts';

const supportLocations = [
  'background',
  'modal',
  'nav_bar',
  'new_ticket_sidebar',
  'organization_sidebar',
  'system_top_bar',
  'ticket_editor',
  'ticket_sidebar',
  'top_bar',
  'user_sidebar',
];
const locationsOf: Record<string, string[]> = {
  support: supportLocations,
  zendesk: supportLocations, // the old alias
  chat: ['background', 'chat_sidebar'],
  sell: ['background', 'company_card', 'deal_card', 'lead_card', 'modal', 'person_card', 'top_bar'],
};

/** An app with pages: framework version, locations and the files they name. */
export function checkLocations(app: AppPackage, manifest: JsonObject): void {
  const { location, frameworkVersion, noTemplate, domainWhitelist } = manifest;
  if (frameworkVersion !== '2.0') app.error('manifest.json: frameworkVersion is not "2.0"');
  if (noTemplate !== undefined) app.error('manifest.json: noTemplate is of version 1');
  const whitelistFits =
    domainWhitelist === undefined ||
    (Array.isArray(domainWhitelist) && domainWhitelist.every((entry) => typeof entry === 'string'));
  if (!whitelistFits) app.error('manifest.json: domainWhitelist is not an array of strings');
  if (!isObject(location)) {
    app.error(
      location === undefined
        ? 'manifest.json: location is missing'
        : 'manifest.json: location is not an object',
    );
    return;
  }
  if (Object.values(location).every((places) => !isObject(places) || Object.keys(places).length === 0)) {
    app.error('manifest.json: location names no place');
  }
  for (const [product, places] of Object.entries(location)) checkProduct(app, product, places);
}

function checkProduct(app: AppPackage, product: string, places: unknown): void {
  const known = locationsOf[product];
  if (known === undefined) app.error(`manifest.json: there is no product ${product}`);
  if (!isObject(places)) {
    app.error(`manifest.json: location.${product} is not an object`);
    return;
  }
  for (const [name, place] of Object.entries(places)) {
    if (known !== undefined && !known.includes(name))
      app.error(`manifest.json: ${product} has no location ${name}`);
    checkPlace(app, name, typeof place === 'string' ? { url: place } : place);
  }
}

function checkPlace(app: AppPackage, name: string, place: unknown): void {
  if (!isObject(place)) {
    app.error(`location ${name}: neither an address nor an object`);
    return;
  }
  const { url, flexible, autoLoad } = place;
  if (flexible !== undefined && typeof flexible !== 'boolean')
    app.error(`location ${name}: flexible is not a boolean`);
  if (url === undefined || url === '') {
    if (autoLoad !== false) app.error(`location ${name}: url is missing`);
  } else if (typeof url !== 'string') app.error(`location ${name}: url is not a string`);
  else checkPage(app, name, url);
}

/** Relative: below assets/ and there. Absolute: https, or localhost. With a setting inside: not checked. */
function checkPage(app: AppPackage, name: string, address: string): void {
  if (address.includes('{{setting.')) return;
  const url = URL.parse(address);
  if (url !== null) {
    if (url.protocol !== 'https:' && url.hostname !== 'localhost')
      app.error(`location ${name}: url is not https`);
    return;
  }
  const path = address.replace(/[?#].*$/, '');
  if (!path.startsWith('assets/')) app.error(`location ${name}: url does not begin with assets/`);
  else if (app.file(path) === undefined) app.error(`location ${name}: ${path} is not in the package`);
}
