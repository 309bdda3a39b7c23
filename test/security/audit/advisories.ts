import { z } from 'zod';
import { failsFrom, severities, type Allowance, type Severity } from './policy.ts';

const advisorySchema = z.object({
  name: z.string(),
  title: z.string(),
  url: z.string(),
  severity: z.enum(severities),
  range: z.string(),
});
/** `npm audit --json`; a `via` that is only a name points at another entry. */
export const reportSchema = z.object({
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), advisorySchema])) })),
});
type Report = z.infer<typeof reportSchema>;
type Advisory = z.infer<typeof advisorySchema>;

const advisoriesOf = ({ vulnerabilities }: Report): Advisory[] =>
  Object.values(vulnerabilities).flatMap(({ via }) => via.filter((each) => typeof each !== 'string'));

export interface Finding {
  sentence: string;
  fails: boolean;
}

/** Every known weakness, and whether the policy lets it pass; `shipped` is the report without development packages. */
export function judgeAdvisories(
  shipped: Report,
  all: Report,
  allowances: Allowance[],
  today: string,
): Finding[] {
  const ships = new Set(advisoriesOf(shipped).map(({ url }) => url));
  const unique = new Map([...advisoriesOf(all), ...advisoriesOf(shipped)].map((each) => [each.url, each]));
  return [...unique.values()].map((advisory) => {
    const { name, title, url, severity, range } = advisory;
    const where = ships.has(url) ? 'ships' : 'builds and tests';
    const allowance = allowances.find((each) => url.endsWith(`/${each.advisory}`));
    const allowed = allowance !== undefined && allowance.until >= today;
    const note = allowance === undefined ? '' : noteOf(allowance, allowed);
    return {
      sentence: `${severity}, ${where}: ${name} ${range}, ${title}, ${url}${note}`,
      fails: !allowed && isAtLeast(severity, failsFrom[where]),
    };
  });
}

const noteOf = ({ until, reason }: Allowance, allowed: boolean): string =>
  allowed ? ` (allowed until ${until}: ${reason})` : ` (was allowed until ${until}: look again)`;

const isAtLeast = (severity: Severity, limit: Severity): boolean =>
  severities.indexOf(severity) >= severities.indexOf(limit);
