/*
 * Times inside the simulator are text: ISO 8601, UTC, always three fraction digits, so text order is time order.
 */
export type DateFormat = 'milliseconds' | 'seconds' | 'no-zone';

const readable = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** Reads a date as Trustpilot's parameters write it: zone missing = UTC, time missing = midnight. */
export function parseInstant(text: string): string | undefined {
  if (!readable.test(text)) return undefined;
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(text.slice(10));
  const date = new Date(!text.includes('T') || hasZone ? text : `${text}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The instant cut to whole seconds: every recorded Trustpilot date ends in `.000Z` or has no fraction. */
export function toWholeSecond(value: string | number): string {
  const text = typeof value === 'number' ? new Date(value).toISOString() : parseInstant(value);
  if (text === undefined) throw new Error(`Not a date: ${String(value)}`);
  return `${text.slice(0, -5)}.000Z`;
}

/** Seen: `…T21:23:26.000Z`, `…T22:41:48Z`, and in docs examples no zone at all. */
export function formatInstant(instant: string, format: DateFormat): string {
  if (format === 'milliseconds') return instant;
  return format === 'seconds' ? `${instant.slice(0, -5)}Z` : instant.slice(0, -5);
}
