import { defaultSettings, type Domain } from '../../../lambdas/core/account.ts';
import { isSame, mergeDomains, withRequestTime } from '../../../lambdas/web/dialogue/account-change.ts';
import { accountOf, newToken } from '../../../lambdas/web/dialogue/token.ts';

const row = (n: number) => ({
  businessUnitId: `5f0c1d2e3a4b5c6d7e8f901${n}`,
  domain: `shop${n}.example`,
  displayName: `Shop ${n}`,
  takenBy: undefined,
});
const stored = (n: number, change: Partial<Domain> = {}): Domain => ({
  businessUnitId: row(n).businessUnitId,
  domain: row(n).domain,
  addedAtMs: 1,
  webhookKey: `key ${n}`,
  ...change,
});

test('a domain that stays keeps its start and its webhook, a new one starts now', () => {
  const [kept, added] = mergeDomains([stored(1)], [row(1), row(2)], 100);
  expect(kept).toEqual(stored(1));
  expect(added).toMatchObject({ domain: 'shop2.example', addedAtMs: 100 });
  expect(added?.webhookKey).toMatch(/^[\w-]{43}$/);
});

test('a domain that is taken out is marked once; put back in, it starts anew with the same webhook', () => {
  const removed = mergeDomains([stored(1)], [], 100);
  expect(removed).toEqual([stored(1, { removedAtMs: 100 })]);
  expect(mergeDomains(removed, [], 200)).toEqual(removed);
  expect(mergeDomains(removed, [row(1)], 300)).toEqual([stored(1, { addedAtMs: 300 })]);
});

test('the period of older reviews ends when it was asked for, not at a later Submit', () => {
  const on = (period: '7d' | '30d') => ({ ...defaultSettings, backfill: { on: true, period } });
  const first = withRequestTime(on('7d'), defaultSettings, 100);
  expect(first.backfill.requestedAtMs).toBe(100);
  expect(withRequestTime(on('7d'), first, 200).backfill.requestedAtMs).toBe(100);
  expect(withRequestTime(on('30d'), first, 200).backfill.requestedAtMs).toBe(200);
});

test('two Submits that say the same are the same, whatever their version', () => {
  const account = { name: 'A', domains: [stored(1), stored(2)], settings: defaultSettings };
  const again = { ...account, domains: [stored(2), stored(1)], settings: { ...defaultSettings, version: 9 } };
  expect(isSame(account, again)).toBe(true);
  expect(isSame(account, { ...again, name: 'B' })).toBe(false);
  expect(isSame(account, { ...again, domains: [stored(1), stored(2, { removedAtMs: 5 })] })).toBe(false);
});

test('a dialogue means one account with a key of 256 bits', () => {
  for (let round = 0; round < 50; round += 1) {
    const token = newToken();
    const { accountId, key } = accountOf(token);
    expect(accountId).toMatch(/^[a-z0-9]{16}$/);
    expect(Buffer.from(key, 'base64url')).toHaveLength(32);
    expect(accountOf(token)).toEqual({ accountId, key });
    expect(key).not.toContain(token);
  }
});
