import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';

/** Zendesk's proxy signs for as long as the page asks, at most this; clocks may differ by a little. */
const maxLifeMs = 5 * 60_000;
const skewMs = 30_000;
const maxLength = 4_096;

/** One algorithm, from here and not from the token: a second one would be a way to forge (Apps reference, 3.1). */
const headerSchema = z.object({ alg: z.literal('HS256'), crit: z.optional(z.undefined()) });

/** What the page says of ticket and agent is for the log: Zendesk signs anything (Apps reference, 3.3). */
const reportedId = z.catch(z.nullish(z.int()), null);
const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  op: z.string(),
  exp: z.number(),
  tid: reportedId,
  uid: reportedId,
});
export type Claims = z.infer<typeof claimsSchema>;

export interface Token {
  claims: Claims;
  signed: string;
  signature: Buffer;
}

/** A token in its parts; nothing of it is proven yet. */
export function parseToken(authorization: string | undefined): Token | undefined {
  if (authorization === undefined || authorization.length > maxLength) return undefined;
  const [, head = '', body = '', signature = ''] =
    /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]{43})$/.exec(authorization) ?? [];
  if (!headerSchema.safeParse(decode(head)).success) return undefined;
  const claims = claimsSchema.safeParse(decode(body));
  if (!claims.success) return undefined;
  return { claims: claims.data, signed: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') };
}

export function isSignedWith(key: string, { signed, signature }: Token): boolean {
  const expected = createHmac('sha256', key).update(signed).digest();
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}

export function isFor(
  { aud, op, exp }: Claims,
  { publicUrl, operation, nowMs }: { publicUrl: string; operation: string; nowMs: number },
): boolean {
  const expiresAtMs = exp * 1000;
  const isTimely = expiresAtMs > nowMs - skewMs && expiresAtMs <= nowMs + maxLifeMs + skewMs;
  return aud === publicUrl && op === operation && isTimely;
}

/** Only to find the groups whose keys are tried; a host that Zendesk does not give is nobody's. */
export const subdomainOf = ({ iss }: Claims): string | undefined =>
  /^([a-z0-9][a-z0-9-]{0,62})\.zendesk\.com$/.exec(iss)?.[1];

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
