import type { Call, Reply, Route } from '../http/http-server.ts';
import type { Simulation } from '../simulation.ts';
import { readSdk, sdkPath, sdkUrl } from './sdk.ts';

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  htm: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  woff2: 'font/woff2',
};

/** `https://{app_id}.apps.zdusercontent.com` (Apps framework, 2.1): an app's own files and the SDK, nothing else. */
export function assetRoutes({ memory }: Simulation, sdkFile: string | undefined): Route[] {
  const serveAsset = ({ params }: Call): Reply => {
    const [appId = '', version = '', path = ''] = params;
    const bytes = memory.assets.get(`/${appId}/assets/${version}/`)?.get(path);
    if (bytes === undefined) return { status: 404, body: 'Not found' };
    const type = types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    return file(type, type.startsWith('text/html') ? withLocalSdk(bytes) : bytes);
  };
  return [
    { method: 'GET', path: sdkPath, handle: () => file(types['js'] ?? '', readSdk(sdkFile)) },
    { method: 'GET', path: '/:app/assets/:version/:path', handle: serveAsset },
    { method: 'GET', path: '/:app/assets/:version/:folder/:file', handle: nested(serveAsset) },
  ];
}

const nested =
  (serve: (call: Call) => Reply) =>
  (call: Call): Reply => {
    const [app = '', version = '', folder = '', name = ''] = call.params;
    return serve({ ...call, params: [app, version, `${folder}/${name}`] });
  };

/** On a machine without a network the SDK comes from here; the page's own policy allows its own origin. */
const withLocalSdk = (bytes: Uint8Array): string =>
  new TextDecoder().decode(bytes).replaceAll(sdkUrl, sdkPath);

function file(type: string, body: string | Uint8Array): Reply {
  const headers = { 'content-type': type, 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' };
  return { status: 200, headers, body };
}
