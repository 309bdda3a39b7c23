import { toExtras } from '../../../../lambdas/clients/trustpilot/extras.ts';

test('what Trustpilot does not say is not known; a review without any is whole', () => {
  const nothing = { tags: null, report: null, findReviewer: null };
  for (const item of [{}, null, 'text', { tags: null, reportData: null, findReviewer: null }])
    expect(toExtras(item)).toEqual(nothing);
});

test('an odd part costs only itself', () => {
  expect(
    toExtras({
      tags: [{ group: 'generic', value: 'vip' }, null, { group: 1 }, 'vip'],
      reportData: { source: 7, createdAt: 'yesterday', reasons: [null, 'spam', {}] },
      findReviewer: { isEligible: 'yes', requests: [{ created: 5, consumerResponse: [] }, 'x'] },
    }),
  ).toEqual({
    tags: [{ group: 'generic', value: 'vip' }],
    report: { reasons: ['spam'], by: null, at: null },
    findReviewer: {
      isEligible: false,
      requests: [{ status: null, at: null, message: null, answer: null }],
    },
  });
});

test('one reason in place of a list is a reason; times without a zone are UTC', () => {
  const { report } = toExtras({ reportData: { reason: 'spam', createdAt: '2026-11-20T08:41:12' } });
  expect(report).toEqual({ reasons: ['spam'], by: null, at: '2026-11-20T08:41:12.000Z' });
});
