/** When a process dies: at its n-th call to the outside, before or after the call took effect. */
export interface Death {
  call: number;
  moment: 'before' | 'after';
  /** `once`: only that call fails. `for good`: nothing that comes after it reaches the outside. */
  lasts: 'once' | 'for good';
}

/** Every death there is among so many calls. */
export const deathsWithin = (calls: number): Death[] =>
  Array.from({ length: calls }, (_, index) => index + 1).flatMap((call) =>
    (['before', 'after'] as const).flatMap((moment) =>
      (['once', 'for good'] as const).map((lasts) => ({ call, moment, lasts })),
    ),
  );

/** No death: to count the calls. */
export const survive: Death = { call: Infinity, moment: 'before', lasts: 'once' };

/**
 * The same `deps`, of which the named parts (stores, clients, functions that make clients) fail as told. Only
 * calls from outside a part count: what one method does within is one step.
 */
export function dieAt<Deps extends object>(
  deps: Deps,
  parts: readonly (keyof Deps & string)[],
  death: Death,
): { deps: Deps; calls: string[] } {
  const calls: string[] = [];
  let isDead = false;
  const die = (name: string): never => {
    isDead = death.lasts === 'for good';
    throw new Error(`died at ${name}`);
  };
  const step = async (name: string, effect: () => unknown): Promise<unknown> => {
    calls.push(name);
    const isTime = calls.length === death.call;
    if (isDead || (isTime && death.moment === 'before')) return die(name);
    const result = await effect();
    return isTime ? die(name) : result;
  };
  const wrapped = parts.map((part) => [part, wrap(part, deps[part], step)]);
  return { deps: { ...deps, ...(Object.fromEntries(wrapped) as Partial<Deps>) }, calls };
}

type Step = (name: string, effect: () => unknown) => Promise<unknown>;
type Method = (...given: unknown[]) => unknown;

/** Methods are steps; a function is a factory, and the methods of what it makes are steps. */
function wrap(name: string, part: unknown, step: Step): unknown {
  if (typeof part === 'function')
    return (...given: unknown[]) => wrap(name, (part as Method)(...given), step);
  return new Proxy(part as object, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property);
      if (typeof member !== 'function') return member;
      const method = member as Method;
      return (...given: unknown[]) => step(`${name}.${String(property)}`, () => method.apply(target, given));
    },
  });
}
