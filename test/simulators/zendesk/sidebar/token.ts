import { createHmac } from 'node:crypto';
import type { Simulation } from '../simulation.ts';
import { type Placeholders, ProxyRefusal } from './placeholders.ts';
import type { Claims, JwtOptions } from './request-options.ts';

const hourSeconds = 3600;

/**
 * The token that the proxy signs. "The claims are whatever the page's JavaScript says": Zendesk adds no ticket, user
 * or account by itself (Apps framework, 3.3).
 */
export function signToken(simulation: Simulation, placeholders: Placeholders, options: JwtOptions): string {
  if (options.algorithm !== 'HS256') throw new ProxyRefusal('proxy_jwt', 'Only HS256 works');
  const { behaviour, clock, badDay } = simulation;
  const secret = placeholders.fill(options.secret_key, 'jwt_secret_key');
  const claims = Object.entries(options.claims ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? placeholders.fill(value, 'jwt_claim') : value,
  ]);
  const now = Math.floor(Date.parse(clock.now()) / 1000);
  const payload: Claims = {
    ...(Object.fromEntries(claims) as Claims),
    exp: now + options.expiry,
    ...(behaviour.tokenHasIat ? { iat: now } : {}),
  };
  const forged = forge(payload, now, badDay.sidebarTokens);
  if (badDay.sidebarTokens === 'alg none') return `${part({ typ: 'JWT', alg: 'none' })}.${part(forged)}.`;
  const signed = `${part({ typ: 'JWT', alg: 'HS256' })}.${part(forged)}`;
  return `${signed}.${createHmac('sha256', keyOf(simulation, secret, options))
    .update(signed)
    .digest('base64url')}`;
}

/** What happens with a setting that nobody filled in is not documented; signing with nothing is the nastiest reading. */
function keyOf({ behaviour }: Simulation, secret: string, { secret_key: placeholder }: JwtOptions): string {
  if (secret !== '') return secret;
  if (behaviour.emptySecret === 'fails') throw new ProxyRefusal('proxy_secret', 'The secret is empty');
  return behaviour.emptySecret === 'signs with an empty key' ? '' : placeholder;
}

function forge(payload: Claims, now: number, how: Simulation['badDay']['sidebarTokens']): Claims {
  switch (how) {
    case 'expired':
      return { ...payload, exp: now - hourSeconds };
    case 'far future':
      return { ...payload, exp: now + 24 * hourSeconds };
    case 'other audience':
      return { ...payload, aud: 'https://elsewhere.example' };
    case 'other subdomain':
      return { ...payload, iss: 'globex.zendesk.com' };
    case 'as asked':
    case 'alg none':
      return payload;
  }
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
