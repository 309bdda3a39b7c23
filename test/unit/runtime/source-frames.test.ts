import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { toSourceFrame } from '../../../lambdas/runtime/source-frames.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'frames-'))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a crash in a minified bundle is logged with our file and line', () => {
  const thrower = join(folder, 'thrower.ts');
  writeFileSync(
    thrower,
    `import { createLogger } from '${resolve('lambdas/runtime/logger.ts')}';
     const fail = (given: { id?: string }): string => {
       return given.id!.trim();
     };
     try { fail({}); } catch (error) { createLogger().error('request crashed', {}, error); }`,
  );
  const outfile = join(folder, 'index.mjs');
  const common = { bundle: true, minify: true, format: 'esm', platform: 'node', outfile } as const;
  buildSync({ ...common, entryPoints: [thrower], sourcemap: true, sourcesContent: false });
  const { at } = JSON.parse(execFileSync(process.execPath, [outfile], { encoding: 'utf8' })) as {
    at: string;
  };
  expect(at.split(' | ')[0]).toMatch(/thrower\.ts:3:\d+/);
});

test('a frame without a map stays what it is', () => {
  for (const frame of ['at run (file:///nowhere/index.mjs:1:20)', 'at node:internal/main:3:1', 'at a.ts:1:1'])
    expect(toSourceFrame(frame)).toBe(frame);
});
