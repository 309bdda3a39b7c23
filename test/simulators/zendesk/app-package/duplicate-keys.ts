/** The keys that occur twice within one object, each as a path. `text` must be valid JSON. */
export function findDuplicateKeys(text: string): string[] {
  const duplicates: string[] = [];
  // One entry per open brace or bracket; arrays have no keys.
  const open: { keys: Set<string> | undefined; path: string; key: string }[] = [];
  let expectsKey = false;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g)) {
    const current = open.at(-1);
    if (token === '{' || token === '[') {
      const path = [current?.path, current?.key].filter(Boolean).join('.');
      open.push({ keys: token === '{' ? new Set() : undefined, path, key: '' });
      expectsKey = token === '{';
    } else if (token === '}' || token === ']') {
      open.pop();
      expectsKey = false;
    } else if (token === ',') expectsKey = current?.keys !== undefined;
    else if (token !== ':' && expectsKey && current?.keys !== undefined) {
      current.key = JSON.parse(token) as string;
      if (current.keys.has(current.key))
        duplicates.push([current.path, current.key].filter(Boolean).join('.'));
      current.keys.add(current.key);
      expectsKey = false;
    }
  }
  return duplicates;
}
