import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

test('a hundredth of the day of 100 accounts ends well: nothing lost, nothing twice', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['test/measure/load.ts', '0.01']);
  expect(stdout).toContain('Nothing lost, nothing twice, nobody starved.');
});
