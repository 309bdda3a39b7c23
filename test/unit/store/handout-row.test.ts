import { emptyHandout, handedOut } from '../../../lambdas/core/handout.ts';
import { fromHandoutRow, toHandoutRow } from '../../../lambdas/store/handout-row.ts';

const handout = {
  ...handedOut(emptyHandout, { batchId: 'b', atMs: 1, sortKeys: ['1#x'], again: [] }),
  version: 7,
  parked: ['0#p'],
};

test('a handout comes out of its row as it went in', () => {
  expect(fromHandoutRow({ PK: 'OUTBOX#a', SK: '!', ...toHandoutRow(handout) })).toEqual({
    handout,
    isDamaged: false,
  });
});

test.each([
  {},
  { handout: 'no JSON' },
  { handout: 'null' },
  { handout: '[]' },
  { handout: '{"outstanding":"odd"}' },
  { handout: 4 },
])('the handout of the row %j is forgotten, but not its version', (damaged) => {
  expect(fromHandoutRow({ version: 7, ...damaged })).toEqual({
    handout: { ...emptyHandout, version: 7 },
    isDamaged: true,
  });
});

test('a version that is no number counts as none', () => {
  expect(fromHandoutRow({ ...toHandoutRow(handout), version: 'odd' }).handout.version).toBe(0);
});
