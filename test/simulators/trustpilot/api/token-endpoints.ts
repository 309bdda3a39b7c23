import { type Answer, Refusal, empty, json, tokenError, tooManyCalls } from '../answer.ts';
import type { Request } from '../http-server.ts';
import type { Grant, TokenPair } from '../tokens.ts';
import type { World } from '../world.ts';
import { basicOf } from './access.ts';
import { type ApiCall, type Route, openRoute } from './routes.ts';

const base = '/v1/oauth/oauth-business-users-for-applications';

export const tokenRoutes: Route[] = [
  openRoute('accesstoken', 'POST', `${base}/accesstoken`, (call) => tokenCall(call, grantTokens)),
  openRoute('refresh', 'POST', `${base}/refresh`, (call) => tokenCall(call, refreshTokens)),
  openRoute('revoke', 'POST', `${base}/revoke`, revoke),
];

type GrantWork = (world: World, key: string, form: URLSearchParams) => Answer;

function tokenCall({ world, request }: ApiCall, work: GrantWork): Answer {
  const form = requireForm(request);
  const key = requireClient(world, request, form);
  const waitSeconds = world.calls.admitTokenCall(
    key,
    world.clock.nowMs(),
    world.switches.tokenCallsPerMinute,
  );
  if (waitSeconds !== undefined)
    return tooManyCalls(world.switches.retryAfterOnLimit ? waitSeconds : undefined);
  return work(world, key, form);
}

function requireForm(request: Request): URLSearchParams {
  const type = request.headers['content-type'] ?? '';
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded'))
    throw new Refusal(tokenError(415, 'unsupported_media_type', 'Send a form'));
  return new URLSearchParams(request.body);
}

/** Basic is recommended; client_id and client_secret in the form are allowed. */
function requireClient(world: World, request: Request, form: URLSearchParams): string {
  const basic = basicOf(request);
  const key = basic?.key ?? form.get('client_id') ?? '';
  const secret = basic?.secret ?? form.get('client_secret') ?? '';
  const known = world.directory.keys.get(key);
  if (!known || known.secret !== secret)
    throw new Refusal(tokenError(401, 'invalid_client', 'Client credentials are invalid'));
  return key;
}

function grantTokens(world: World, key: string, form: URLSearchParams): Answer {
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchangeCode(world, key, form);
    case 'client_credentials':
      return issue(world, { key, userId: undefined });
    case 'password':
      return checkPassword(world, key, form);
    case 'refresh_token':
      return refreshTokens(world, key, form);
    default:
      return tokenError(400, 'unsupported_grant_type', 'Unknown grant_type');
  }
}

function exchangeCode(world: World, key: string, form: URLSearchParams): Answer {
  const code = form.get('code') ?? '';
  const grant = world.tokens.takeCode(code, key, form.get('redirect_uri') ?? '', world.clock.nowMs());
  return grant ? issue(world, grant) : tokenError(400, 'invalid_grant', 'Invalid authorization code');
}

/** Deprecated by Trustpilot; never works for users with a second factor. */
function checkPassword(world: World, key: string, form: URLSearchParams): Answer {
  const user = [...world.directory.users.values()].find(({ email }) => email === form.get('username'));
  if (!user || user.password !== form.get('password'))
    return tokenError(401, 'invalid_grant', 'Invalid user name or password');
  if (user.hasSecondFactor) return tokenError(400, 'invalid_grant', 'Second factor required');
  return issue(world, { key, userId: user.id });
}

function refreshTokens(world: World, key: string, form: URLSearchParams): Answer {
  if (form.get('grant_type') !== 'refresh_token')
    return tokenError(400, 'unsupported_grant_type', 'Unknown grant_type');
  const pair = world.tokens.rotate(form.get('refresh_token') ?? '', key, world.clock.nowMs());
  return pair
    ? json(200, tokenAnswer(world, pair))
    : tokenError(400, 'invalid_request', 'Invalid refresh token');
}

/** Bruno sends Basic, a Java client nothing; wrong credentials are still refused. */
function revoke({ world, request }: ApiCall): Answer {
  const form = requireForm(request);
  if (basicOf(request) || form.has('client_id')) requireClient(world, request, form);
  world.tokens.revoke(form.get('token') ?? '');
  return empty(200);
}

function issue(world: World, grant: Grant): Answer {
  const pair = world.tokens.issue(grant, world.clock.nowMs());
  const first = {
    ...(grant.userId === undefined ? {} : { app_enduser: grant.userId }),
    client_id: grant.key,
  };
  return json(200, { ...tokenAnswer(world, pair), ...first });
}

/** Recorded in 2025: every number is a string. */
function tokenAnswer(
  { clock, switches }: World,
  { accessToken, refreshToken }: TokenPair,
): Record<string, unknown> {
  const issuedAt = String(switches.issuedAtInMilliseconds ? clock.nowMs() : Math.floor(clock.nowMs() / 1000));
  const refresh =
    refreshToken === undefined
      ? {}
      : {
          refresh_token: refreshToken,
          refresh_token_issued_at: issuedAt,
          refresh_token_expires_in: String(switches.reportedRefreshTokenLifeDays * 86_400),
          refresh_token_status: 'approved',
        };
  return {
    access_token: accessToken,
    ...refresh,
    issued_at: issuedAt,
    expires_in: String(switches.accessTokenLifeSeconds),
    token_type: 'BearerToken',
    // Nobody documented these two; a client must not mind.
    status: 'approved',
    x_gateway_hint: { region: 'sim' },
  };
}
