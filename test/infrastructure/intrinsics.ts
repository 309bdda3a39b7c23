/** What CloudFormation would put in the place of `Ref` and `Fn::GetAtt`, by logical id or `<logical id>.<attribute>`. */
export type PhysicalValues = Readonly<Record<string, string>>;

/** Resolves the intrinsic functions that our template uses; anything else is an error, never a guess. */
export function resolveValue(value: unknown, physical: PhysicalValues): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, physical));
  const [name = ''] = Object.keys(value);
  const argument: unknown = Object.values(value)[0];
  if (Object.keys(value).length !== 1 || !/^(Ref|Fn::)/.test(name)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, resolveValue(item, physical)]),
    );
  }
  if (name === 'Ref') return known(physical, String(argument));
  if (name === 'Fn::GetAtt') return known(physical, (argument as string[]).join('.'));
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map((part) => String(resolveValue(part, physical))).join(separator);
  }
  throw new Error(`The template uses ${name}, which the tests do not know.`);
}

function known(physical: PhysicalValues, name: string): string {
  const value = physical[name];
  if (value === undefined) throw new Error(`Nothing stands for ${name}.`);
  return value;
}
