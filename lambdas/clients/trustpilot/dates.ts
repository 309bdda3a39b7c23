const pattern =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * A date of Trustpilot as ISO 8601 UTC with milliseconds, which sorts as text. They come with 0 or 3 fraction
 * digits and sometimes without a zone, which means UTC (reference, 7.4). Undefined when it is no date.
 */
export function toIsoUtc(value: string): string | undefined {
  const [, day, minutes = '00:00', seconds = '00', fraction = '', zone = 'Z'] =
    pattern.exec(value.trim()) ?? [];
  if (day === undefined || !isCalendarDay(day)) return undefined;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const ms = Date.parse(`${day}T${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** V8 reads 30 February as 2 March. */
function isCalendarDay(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00.000Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}

/** For query parameters: whole seconds, UTC, without zone, as other connectors send it (reference, 3.1). */
export function toQueryTime(value: string, round: 'down' | 'up'): string {
  const iso = toIsoUtc(value);
  if (iso === undefined) throw new RangeError('A date for Trustpilot is not ISO 8601.');
  const ms = Date.parse(iso);
  const seconds = round === 'down' ? Math.floor(ms / 1000) : Math.ceil(ms / 1000);
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}
