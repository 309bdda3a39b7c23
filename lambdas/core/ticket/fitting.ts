import type { OutboxEntry } from '../outbox-entry.ts';
import { maxPullBytes } from './limits.ts';
import { toResource, type TicketContext } from './resource.ts';

/** As many entries as fit into one pull answer; the first always goes, or nothing would ever move. */
export function fitting(entries: OutboxEntry[], context: TicketContext): OutboxEntry[] {
  const atMost = entries.reduce((sum, entry) => sum + mostBytes(entry), 0);
  return atMost <= maxPullBytes ? entries : measured(entries, context);
}

/** Written out only where the texts are so long that it matters. */
function measured(entries: OutboxEntry[], context: TicketContext): OutboxEntry[] {
  let bytes = 0;
  const tooLarge = entries.findIndex((entry, index) => {
    bytes += Buffer.byteLength(JSON.stringify(toResource(entry, context))) + 1;
    return bytes > maxPullBytes && index > 0;
  });
  return tooLarge < 0 ? entries : entries.slice(0, tooLarge);
}

/**
 * A text stands in the message and in its HTML, and a character takes at most six bytes in each: `"` is `&quot;`, a
 * control character `\u0001`. What is our own in a resource, and the account's, is short.
 */
export const mostBytes = ({ fact, details, about }: OutboxEntry): number =>
  4_000 + 12 * (lengthOf(fact) + lengthOf(details) + lengthOf(about));

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, part) => sum + lengthOf(part), 0);
}
