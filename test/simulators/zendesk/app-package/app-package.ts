import { findDuplicateKeys } from './duplicate-keys.ts';
import type { PackageFile } from './read-package.ts';

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The package under examination, and what was found so far. */
export class AppPackage {
  readonly errors: string[] = [];
  readonly warnings: string[] = [];
  readonly files: PackageFile[];

  constructor(files: PackageFile[]) {
    // Rule 5: everything except tmp/ counts.
    this.files = files.filter(({ path }) => !path.startsWith('tmp/'));
  }

  error(message: string): void {
    this.errors.push(message);
  }

  warn(message: string): void {
    this.warnings.push(message);
  }

  file(path: string): PackageFile | undefined {
    return this.files.find((file) => file.path === path);
  }

  text(path: string): string | undefined {
    const file = this.file(path);
    return file === undefined ? undefined : new TextDecoder().decode(file.bytes);
  }

  /** A JSON file whose root is an object; undefined when missing, with errors when broken. */
  json(path: string): JsonObject | undefined {
    const text = this.text(path);
    if (text === undefined) return undefined;
    const value = parse(text);
    if (value === undefined) this.error(`${path} is not valid JSON`);
    else if (!isObject(value)) this.error(`${path} is not a JSON object`);
    else return value;
    return undefined;
  }

  /** Rule 1: the last of two equal keys would win in silence. */
  refuseDuplicateKeys(path: string): void {
    const text = this.text(path);
    if (text === undefined || parse(text) === undefined) return;
    for (const key of findDuplicateKeys(text)) this.error(`${path} has the key ${key} twice`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
