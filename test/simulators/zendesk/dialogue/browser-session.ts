import type { Call, Reply } from '../http/http-server.ts';
import type { Sessions } from './sessions.ts';

const cookieName = 'zendesk_simulator_session';

/** The session that the browser shows with its cookie. */
export function sessionOf(call: Call, sessions: Sessions): string | undefined {
  const cookies = (call.headers['cookie'] ?? '').split(/;\s*/).map((cookie) => cookie.split('='));
  const session = cookies.find(([name]) => name === cookieName)?.[1];
  return session !== undefined && sessions.isKnown(session) ? session : undefined;
}

/** Adds the cookie of a session to a page. */
export function withSession(reply: Reply, session: string): Reply {
  const cookie = `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Lax`;
  return { ...reply, headers: { ...reply.headers, 'set-cookie': cookie } };
}

/**
 * A Lax cookie does not travel with the form that the iframe of another site posts, and SameSite=None needs https.
 * Sec-Fetch headers cannot be set by a script, and no server of the service sends them: they too prove a browser.
 */
export function isFrameNavigation({ headers }: Call): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'iframe';
}
