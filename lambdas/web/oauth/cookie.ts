import type { HttpRequest } from '../../runtime/http.ts';

/** The consent has to be finished in this time. */
export const consentLifeSeconds = 15 * 60;

/**
 * Proves that the browser that comes back from Trustpilot is the one in which somebody chose Continue. One cookie per
 * dialogue, so that two dialogues in two tabs do not disturb each other. `__Host-` binds it to this very host; browsers
 * accept the prefix on https only.
 */
const nameOf = (publicUrl: string, dialogueId: string): string =>
  `${publicUrl.startsWith('https:') ? '__Host-' : ''}connect-${dialogueId.slice(0, 16)}`;

const attributes = (publicUrl: string, maxAgeSeconds: number): string =>
  `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${publicUrl.startsWith('https:') ? '; Secure' : ''}`;

export const consentCookie = (publicUrl: string, dialogueId: string, value: string): string =>
  `${nameOf(publicUrl, dialogueId)}=${value}; ${attributes(publicUrl, consentLifeSeconds)}`;

export const endedConsentCookie = (publicUrl: string, dialogueId: string): string =>
  `${nameOf(publicUrl, dialogueId)}=; ${attributes(publicUrl, 0)}`;

export function readConsentCookie(
  request: HttpRequest,
  publicUrl: string,
  dialogueId: string,
): string | undefined {
  const start = `${nameOf(publicUrl, dialogueId)}=`;
  const found = request.cookies?.find((cookie) => cookie.startsWith(start));
  return found === undefined || found === start ? undefined : found.slice(start.length);
}
