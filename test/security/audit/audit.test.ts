import { readFileSync } from 'node:fs';
import { judgeAdvisories } from './advisories.ts';
import { judgeLicences, lockSchema, packagesOf } from './licences.ts';
import { exceptions } from './policy.ts';

const lock: unknown = JSON.parse(
  readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8'),
);
const packages = packagesOf(lockSchema.parse(lock));

describe('licences', () => {
  test('everything that ships is permissive, everything else is or has a reason', () => {
    expect(packages.filter(({ ships }) => ships).length).toBeGreaterThan(10);
    expect(judgeLicences(packages)).toEqual([]);
  });

  test('every exception is of a package that is there', () => {
    const names = packages.filter(({ ships }) => !ships).map(({ name }) => name);
    for (const name of Object.keys(exceptions)) expect(names).toContain(name);
  });

  test.each([
    ['a copyleft licence that ships', { name: 'x', licence: 'AGPL-3.0', ships: true }, 1],
    ['an excepted package that ships after all', { name: 'axe-core', licence: 'MPL-2.0', ships: true }, 1],
    ['no licence at all', { name: 'x', licence: undefined, ships: false }, 1],
    ['one of two that is permissive', { name: 'x', licence: '(MIT OR GPL-3.0)', ships: true }, 0],
    ['two of which one is not', { name: 'x', licence: 'MIT AND GPL-3.0', ships: true }, 1],
  ])('%s', (_, given, findings) => {
    expect(judgeLicences([given])).toHaveLength(findings);
  });
});

describe('weaknesses', () => {
  const report = (severity: 'low' | 'moderate' | 'high', id = 'GHSA-1') => ({
    vulnerabilities: {
      bad: {
        via: [
          'other',
          { name: 'bad', title: 'Bad', url: `https://github.com/advisories/${id}`, severity, range: '<2' },
        ],
      },
    },
  });
  const none = { vulnerabilities: {} };
  const fails = (...given: Parameters<typeof judgeAdvisories>) =>
    judgeAdvisories(...given).map((finding) => finding.fails);

  test('of what ships fail from moderate on, of what builds and tests from high on', () => {
    expect(fails(report('moderate'), report('moderate'), [], '2026-07-01')).toEqual([true]);
    expect(fails(report('low'), report('low'), [], '2026-07-01')).toEqual([false]);
    expect(fails(none, report('moderate'), [], '2026-07-01')).toEqual([false]);
    expect(fails(none, report('high'), [], '2026-07-01')).toEqual([true]);
  });

  test('may be allowed with a reason, up to a day', () => {
    const allowance = { advisory: 'GHSA-1', reason: 'Not called.', until: '2026-07-01' };
    expect(fails(report('high'), none, [allowance], '2026-07-01')).toEqual([false]);
    expect(fails(report('high'), none, [allowance], '2026-07-02')).toEqual([true]);
    expect(fails(report('high', 'GHSA-2'), none, [allowance], '2026-07-01')).toEqual([true]);
  });
});
