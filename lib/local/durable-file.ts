import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Replaces a file as a whole: a process that dies at any moment leaves the old or the new content, never a mixture,
 * and once this returns it is the new one.
 */
export function writeDurably(path: string, content: string): void {
  const temporary = `${path}.new`;
  withFile(temporary, 'w', (file) => {
    writeFileSync(file, content);
    fsyncSync(file);
  });
  renameSync(temporary, path);
  // Windows cannot sync a folder and does not need to.
  if (process.platform !== 'win32') withFile(dirname(path), 'r', fsyncSync);
}

function withFile(path: string, flags: string, use: (file: number) => void): void {
  const file = openSync(path, flags, 0o600);
  try {
    use(file);
  } finally {
    closeSync(file);
  }
}
