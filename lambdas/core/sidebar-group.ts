import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';

/** How long agents may go on with the key before, where nobody has put the new one in place yet. */
const graceMs = 7 * 86_400_000;
/** A Zendesk account has few of our accounts; what is beyond is a mistake or an attack. */
export const maxMembers = 50;

/**
 * Accounts of one Zendesk that share a sidebar key: the app is installed there once, for all of them. A group is
 * begun by one account and joined by whoever shows its key.
 */
export const sidebarGroupSchema = z.object({
  /** Id of the account that began it. */
  groupId: z.string(),
  /** Only ever rises, also from one life of the group to the next: a key that was revoked never comes back. */
  version: z.int(),
  /** The key before, until the newer one is used for the first time. */
  previous: z.optional(z.object({ version: z.int(), untilMs: z.number() })),
  /** When each account joined (ms), by its id. */
  members: z.record(z.string(), z.number()),
});
export type SidebarGroup = z.infer<typeof sidebarGroupSchema>;

/** 256 bits, derived so that nothing secret is stored in the table. The key itself signs (HS256), so a hash would not do. */
export const sidebarKey = (master: string, groupId: string, version: number): string =>
  `tps_${createHmac('sha256', master).update(`zendesk-sidebar:1:${groupId}:${version}`).digest('base64url')}`;

export const firstVersion = (nowMs: number): number => Math.floor(nowMs / 1000);

const nextVersion = ({ version }: SidebarGroup, nowMs: number): number =>
  Math.max(version + 1, firstVersion(nowMs));

/** A key that agents still use keeps its last day when the new one is replaced before anybody has used it. */
export function withNewKey(group: SidebarGroup, nowMs: number): SidebarGroup {
  const unused = group.previous !== undefined && group.previous.untilMs > nowMs;
  const previous = unused ? group.previous : { version: group.version, untilMs: nowMs + graceMs };
  return { ...group, version: nextVersion(group, nowMs), ...(previous && { previous }) };
}

export function withoutOldKeys({ previous: _, ...group }: SidebarGroup, nowMs: number): SidebarGroup {
  return { ...group, version: nextVersion(group, nowMs) };
}

/** The versions whose keys count now, the newest first. */
export const validVersions = ({ version, previous }: SidebarGroup, nowMs: number): number[] =>
  previous !== undefined && previous.untilMs > nowMs ? [version, previous.version] : [version];

/** The group that an account belongs to: the one it joined last, should a crash have left it in two. */
export const groupOf = (groups: SidebarGroup[], accountId: string): SidebarGroup | undefined =>
  groups
    .filter(({ members }) => members[accountId] !== undefined)
    .sort((a, b) => (b.members[accountId] ?? 0) - (a.members[accountId] ?? 0))[0];
