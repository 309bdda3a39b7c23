import { testEntry } from '../../../lambdas/core/test-entry.ts';
import { toResource } from '../../../lambdas/core/ticket/resource.ts';
import { anAccount } from '../../support/builders.ts';

const nowMs = Date.parse('2026-11-22T12:00:30Z');

test('a test ticket shows the custom fields as they are set', () => {
  const account = anAccount();
  const settings = {
    ...account.settings,
    customFields: { stars: '360001', reference: '360002', domain: null, link: null },
  };
  const entry = testEntry(account, nowMs);
  if (entry === undefined) throw new Error('no entry');
  const resource = toResource(entry, {
    accountId: account.accountId,
    settings,
    domainOf: () => 'bluelamp.example',
  });
  expect(resource.fields).toEqual(
    expect.arrayContaining([
      { id: 360001, value: 4 },
      { id: 360002, value: 'TEST-1' },
    ]),
  );
  expect(resource.message).toContain('made-up review');
});

test('two clicks in one minute make one test ticket, a later one another', () => {
  const account = anAccount();
  expect(testEntry(account, nowMs + 20_000)).toEqual(testEntry(account, nowMs));
  expect(testEntry(account, nowMs + 60_000)?.reviewId).not.toBe(testEntry(account, nowMs)?.reviewId);
});

test('an account without a domain has none', () => {
  expect(testEntry({ ...anAccount(), domains: [] }, nowMs)).toBeUndefined();
});
