import { html } from 'hono/html';
import { type Answer, redirect } from '../answer.ts';
import type { Request } from '../http-server.ts';
import type { ApiKey, BusinessUser } from '../model.ts';
import type { World } from '../world.ts';
import { layout } from './layout.ts';

/** What an application asks of the browser's user. */
interface Authorisation {
  application: ApiKey;
  redirectUri: string;
  state: string | undefined;
}

/** The login page: asks, or decides at once where the `consent` switch says so. */
export async function authorisePage(world: World, request: Request): Promise<Answer> {
  const asked = readAuthorisation(world, request.query);
  if (typeof asked === 'string') return layout(400, 'Something is wrong', html`<p>${asked}</p>`);
  const firstUser = world.directory.users.values().next().value;
  if (world.switches.consent === 'deny') return redirect(302, denied(world, asked));
  if (world.switches.consent === 'allow' && firstUser) return redirect(302, allowed(world, asked, firstUser));
  return askPage(world, asked);
}

/** The answer of the form on the page. */
export async function decideAuthorisation(world: World, request: Request): Promise<Answer> {
  const form = new URLSearchParams(request.body);
  const asked = readAuthorisation(world, form);
  if (typeof asked === 'string') return layout(400, 'Something is wrong', html`<p>${asked}</p>`);
  const user = world.directory.users.get(form.get('user') ?? '');
  if (form.get('decision') !== 'allow' || !user) return redirect(302, denied(world, asked));
  return redirect(302, allowed(world, asked, user));
}

/** The redirect after Allow. */
function allowed(world: World, asked: Authorisation, user: BusinessUser): string {
  const grant = { key: asked.application.key, userId: user.id };
  const code = world.tokens.issueCode(grant, asked.redirectUri, world.clock.nowMs());
  return redirectUrl(world, asked, { code });
}

/** Denial is undocumented; this is what OAuth 2.0 (RFC 6749, 4.1.2.1) would send. */
function denied(world: World, asked: Authorisation): string {
  return redirectUrl(world, asked, { error: 'access_denied', error_description: 'The user denied access' });
}

function redirectUrl(
  world: World,
  { redirectUri, state }: Authorisation,
  parameters: Record<string, string>,
): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  // Clients rely on `state` coming back, yet the docs never mention it.
  if (state !== undefined && world.switches.echoState) url.searchParams.set('state', state);
  return url.href;
}

/** The request as it must be, or what is wrong with it. */
function readAuthorisation(world: World, query: URLSearchParams): Authorisation | string {
  const application = world.directory.keys.get(query.get('client_id') ?? '');
  if (!application) return 'Unknown client_id.';
  if (query.get('response_type') !== 'code') return 'response_type must be code.';
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!isAllowedRedirect(application, redirectUri))
    return 'redirect_uri is not registered for this application.';
  return { application, redirectUri, state: query.get('state') ?? undefined };
}

/** https, or http on this machine; registered is the host, not the path. */
function isAllowedRedirect({ redirectHosts }: ApiKey, redirectUri: string): boolean {
  if (!URL.canParse(redirectUri)) return false;
  const { protocol, hostname } = new URL(redirectUri);
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  if (protocol !== 'https:' && !(protocol === 'http:' && isLocal)) return false;
  return redirectHosts.includes('*') || redirectHosts.includes(hostname);
}

async function askPage(world: World, { application, redirectUri, state }: Authorisation): Promise<Answer> {
  const users = [...world.directory.users.values()];
  const domainsOf = (user: BusinessUser): string =>
    user.businessUnitIds.map((id) => world.directory.businessUnit(id).identifyingName).join(', ');
  const content = html`<form class="card" method="post" action="/authenticate/decision">
    <input type="hidden" name="client_id" value="${application.key}" />
    <input type="hidden" name="response_type" value="code" />
    <input type="hidden" name="redirect_uri" value="${redirectUri}" />
    ${state === undefined ? '' : html`<input type="hidden" name="state" value="${state}" />`}
    <fieldset style="border: 0; padding: 0; margin: 0 0 1rem">
      <legend><h2>Log in as</h2></legend>
      ${users.map(
        (user, index) =>
          html`<label class="line">
            <input type="radio" name="user" value="${user.id}" ${index === 0 ? 'checked' : ''} />
            <span>${user.name} <span class="soft">${user.email} · ${domainsOf(user)}</span></span>
          </label>`,
      )}
    </fieldset>
    <div class="row">
      <button class="primary" name="decision" value="allow">Allow</button>
      <button name="decision" value="deny">Deny</button>
    </div>
  </form>`;
  return layout(200, `Allow ${application.name} to access Trustpilot on your behalf?`, content);
}
