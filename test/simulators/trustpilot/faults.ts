import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Answer, gatewayError, json, page, tooManyCalls } from './answer.ts';
import { seededRandom } from './random.ts';
import { type RouteName, routeNames } from './route-names.ts';

export const faultKinds = [
  '401',
  '403',
  '404',
  '429',
  '500',
  '502',
  '503',
  'empty-body',
  'truncated-json',
  'lying-json',
  'slow',
  'drip',
  'reset-before',
  'reset-after',
  'never-answers',
] as const;
type FaultKind = (typeof faultKinds)[number];

export const faultSchema = z.strictObject({
  kind: z.enum(faultKinds),
  route: z.enum(routeNames).optional(),
  /** Part of, or a pattern for, `METHOD /path?query`. */
  match: z.union([z.string(), z.instanceof(RegExp)]).optional(),
  /** How many calls it hits; 1 if left out. */
  times: z.union([z.int().positive(), z.literal('always')]).optional(),
  /** Calls that pass unharmed before. */
  skip: z.int().nonnegative().optional(),
  /** Sent with 429 and 503. */
  retryAfterSeconds: z.int().nonnegative().optional(),
  /** For `slow` the delay (default 2000), for `drip` the pause between pieces (default 50). */
  delayMs: z.int().nonnegative().optional(),
  /** The call does its work first and then fails; always so for `reset-after`, `slow` and spoilt bodies. */
  afterEffect: z.boolean().optional(),
});
export type Fault = z.infer<typeof faultSchema>;

export const chaosSchema = z.strictObject({
  seed: z.int(),
  /** Share of calls that go wrong, 0..1. */
  rate: z.number().min(0).max(1),
  kinds: z.array(z.enum(faultKinds)).min(1),
  routes: z.array(z.enum(routeNames)).optional(),
  delayMs: z.int().nonnegative().optional(),
});
export type Chaos = z.infer<typeof chaosSchema>;

interface PlannedFault {
  fault: Fault;
  skip: number;
  left: number;
}

/** Which call will go wrong, and how. */
export class FaultPlan {
  private planned: PlannedFault[] = [];
  private chaosNow: { chaos: Chaos; random: () => number } | undefined;

  failNext(fault: Fault): void {
    const left = fault.times === 'always' ? Infinity : (fault.times ?? 1);
    this.planned.push({ fault, skip: fault.skip ?? 0, left });
  }

  chaos(chaos: Chaos | undefined): void {
    this.chaosNow = chaos && { chaos, random: seededRandom(chaos.seed) };
  }

  clear(): void {
    this.planned = [];
    this.chaosNow = undefined;
  }

  pending(): { fault: Fault; left: number | 'always' }[] {
    return this.planned.map(({ fault, left }) => ({ fault, left: left === Infinity ? 'always' : left }));
  }

  chaosSettings(): Chaos | undefined {
    return this.chaosNow?.chaos;
  }

  /** The fault for this call; takes it from the plan. */
  take(route: RouteName | 'unknown', requestLine: string): Fault | undefined {
    for (const planned of this.planned) {
      if (!isAimedAt(planned.fault, route, requestLine)) continue;
      if (planned.skip > 0) {
        planned.skip -= 1;
        continue;
      }
      planned.left -= 1;
      if (planned.left <= 0) this.planned = this.planned.filter((other) => other !== planned);
      return planned.fault;
    }
    return this.takeChaos(route);
  }

  private takeChaos(route: RouteName | 'unknown'): Fault | undefined {
    if (!this.chaosNow) return undefined;
    const { chaos, random } = this.chaosNow;
    if (chaos.routes && !chaos.routes.some((name) => name === route)) return undefined;
    if (random() >= chaos.rate) return undefined;
    const kind = chaos.kinds[Math.floor(random() * chaos.kinds.length)];
    if (!kind) return undefined;
    return { kind, ...(chaos.delayMs === undefined ? {} : { delayMs: chaos.delayMs }) };
  }
}

function isAimedAt({ route, match }: Fault, called: string, requestLine: string): boolean {
  if (route !== undefined && route !== called) return false;
  if (match === undefined) return true;
  return typeof match === 'string' ? requestLine.includes(match) : match.test(requestLine);
}

type Delivery =
  | { kind: 'now' }
  | { kind: 'late'; delayMs: number }
  | { kind: 'drip'; delayMs: number }
  | { kind: 'reset' }
  | { kind: 'silence' };

export interface Outcome {
  answer: Answer;
  delivery: Delivery;
  /** False where the call did nothing and nobody can tell from a status. */
  hasStatus: boolean;
}

const alwaysAfterEffect: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'empty-body',
  'truncated-json',
  'lying-json',
  'slow',
  'drip',
  'reset-after',
]);

/** Runs `work` (or not) and answers what the fault makes of it. */
export async function withFault(fault: Fault, work: () => Promise<Answer>): Promise<Outcome> {
  const tookEffect = fault.afterEffect === true || alwaysAfterEffect.has(fault.kind);
  const answer = tookEffect ? await work() : { status: 0, headers: {}, body: '' };
  const outcome = (changed: Answer, delivery: Delivery = { kind: 'now' }): Outcome => ({
    answer: changed,
    delivery,
    hasStatus: changed.status !== 0,
  });
  switch (fault.kind) {
    case 'empty-body':
      return outcome({ ...answer, body: '' });
    case 'truncated-json':
      return outcome({ ...answer, body: answer.body.slice(0, Math.ceil(answer.body.length / 2)) });
    case 'lying-json':
      return outcome({ ...answer, body: lie(answer.body) });
    case 'slow':
      return outcome(answer, { kind: 'late', delayMs: fault.delayMs ?? 2000 });
    case 'drip':
      return outcome(answer, { kind: 'drip', delayMs: fault.delayMs ?? 50 });
    case 'reset-before':
    case 'reset-after':
      return outcome(answer, { kind: 'reset' });
    case 'never-answers':
      return outcome(answer, { kind: 'silence' });
    default:
      return outcome(failure(fault));
  }
}

function failure({ kind, retryAfterSeconds }: Fault): Answer {
  if (kind === '401') return gatewayError(401, 'Invalid access token', 'oauth.v2.InvalidAccessToken');
  if (kind === '429') return tooManyCalls(retryAfterSeconds);
  if (kind === '502') return page(502, '<html><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>');
  const answer = json(Number(kind), { message: `Injected ${kind}`, correlationId: randomUUID() });
  return retryAfterSeconds === undefined
    ? answer
    : { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfterSeconds) } };
}

/** The same JSON with the wrong types everywhere: what a client meets when an API changes under its feet. */
function lie(body: string): string {
  const twist = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(twist);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, twist(item)]));
    if (typeof value === 'string') return { value: value.length };
    return typeof value === 'number' ? `about ${value}` : [];
  };
  return body === '' ? '[]' : JSON.stringify(twist(JSON.parse(body) as unknown));
}
