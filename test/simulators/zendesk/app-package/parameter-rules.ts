import { type AppPackage, isObject, type JsonObject } from './app-package.ts';

const types = ['text', 'checkbox', 'url', 'number', 'multiline', 'hidden', 'oauth'];
const scopes = [
  'header',
  'body',
  'url',
  'jwt_secret_key',
  'jwt_claim',
  'basic_auth_username',
  'basic_auth_password',
];
const oauthKeys = ['client_id', 'client_secret', 'authorize_uri', 'access_token_uri'];

/** The settings an admin fills in, and `oauth`, which needs a parameter of its own. Returns the parameters' names. */
export function checkParameters(app: AppPackage, manifest: JsonObject): string[] {
  const value = manifest['parameters'] ?? [];
  if (!Array.isArray(value)) {
    app.error('manifest.json: parameters is not an array');
    return [];
  }
  const parameters = value.filter(isObject);
  if (parameters.length < value.length) app.error('manifest.json: a parameter is not an object');
  const names = parameters.map(({ name }) => name);
  for (const name of names)
    if (typeof name !== 'string' || name === '') app.error('manifest.json: a parameter has no name');
  if (new Set(names).size < names.length) app.error('manifest.json: two parameters have the same name');
  if (names.includes('name')) app.error('manifest.json: no parameter may be called name');
  for (const parameter of parameters) checkParameter(app, parameter);
  checkOauth(app, manifest['oauth'], parameters);
  return names.filter((name) => typeof name === 'string');
}

function checkParameter(app: AppPackage, parameter: JsonObject): void {
  const { type = 'text', required, secure } = parameter;
  const name = String(parameter['name']);
  if (typeof type !== 'string' || !types.includes(type))
    app.error(`parameter ${name}: there is no such type`);
  if (required !== undefined && typeof required !== 'boolean')
    app.error(`parameter ${name}: required is not a boolean`);
  if (secure !== undefined && typeof secure !== 'boolean')
    app.error(`parameter ${name}: secure is not a boolean`);
  if (type === 'hidden' && required === true) app.error(`parameter ${name}: a hidden one cannot be required`);
  if (type === 'hidden' && parameter['default'] !== undefined)
    app.warn(`parameter ${name}: its default is not stored securely`);
  if (secure !== true && type === 'text' && /token|key|pwd|password/i.test(name)) {
    app.warn(`parameter ${name}: looks like a secret and is not secure`);
  }
  checkSecurity(app, name, parameter, secure === true);
}

/** Stricter than the upload, which only warns: the zip can be downloaded by anyone, and a key must not leak. */
function checkSecurity(app: AppPackage, name: string, parameter: JsonObject, isSecure: boolean): void {
  const value = parameter['scopes'];
  if (value === undefined) {
    if (isSecure) app.error(`parameter ${name}: a secure one needs scopes`);
  } else if (!isSecure) app.error(`parameter ${name}: only a secure one has scopes`);
  else if (!Array.isArray(value) || value.length === 0)
    app.error(`parameter ${name}: scopes is not a filled array`);
  else if (!value.every((scope) => scopes.includes(String(scope))))
    app.error(`parameter ${name}: there is no such scope`);
  if (isSecure && parameter['default'] !== undefined)
    app.error(`parameter ${name}: a secure one must have no default`);
}

function checkOauth(app: AppPackage, oauth: unknown, parameters: JsonObject[]): void {
  if (oauth === undefined) return;
  const complete =
    isObject(oauth) && oauthKeys.every((key) => typeof oauth[key] === 'string' && oauth[key] !== '');
  if (!complete) app.error(`manifest.json: oauth needs ${oauthKeys.join(', ')}`);
  if (parameters.filter(({ type }) => type === 'oauth').length !== 1) {
    app.error('manifest.json: oauth needs one parameter of type oauth');
  }
}
