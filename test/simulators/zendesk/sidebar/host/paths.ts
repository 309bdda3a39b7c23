import type { Desk } from './desk.ts';

type Errors = Record<string, { message: string }>;

/** `get`: each path with its value, or with an error of its own. */
export async function getPaths(desk: Desk, paths: string[]): Promise<Record<string, unknown>> {
  const data = await desk.read();
  const errors: Errors = {};
  const values = paths.map((path) => [path, valueOf(desk, data, path)] as const);
  for (const [path, value] of values) if (value === undefined) errors[path] = { message: 'No such Api' };
  return { ...Object.fromEntries(values.filter(([, value]) => value !== undefined)), errors };
}

function valueOf(desk: Desk, data: Record<string, unknown>, path: string): unknown {
  const { composer } = desk;
  switch (path.replace(/^ticket\.(?=comment\.)/, '')) {
    case 'colorScheme':
      return desk.colorScheme();
    case 'comment.text':
      return composer.html;
    case 'comment.type':
      return composer.type;
  }
  return path.split('.').reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined;
  }, data);
}

/** `set`: only what is in the composer can be changed here. */
export async function setPaths(
  desk: Desk,
  values: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const errors: Errors = {};
  for (const [path, value] of Object.entries(values)) {
    if (path === 'comment.text') desk.composer.html = String(value);
    else if (path === 'comment.type') desk.composer.type = String(value);
    else errors[path] = { message: 'No such Api' };
  }
  return { ...values, errors };
}
