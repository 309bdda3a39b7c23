import { appendNews } from '../../../lambdas/core/append-news.ts';
import { fromReviewRow, toReviewRow } from '../../../lambdas/store/review-row.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { aCompanyReply, accountId, aRecord, noonMs } from '../../support/builders.ts';

const stored = (record: ReturnType<typeof aRecord>) => ({
  ...keys.review(accountId, record.reviewId),
  ...toReviewRow(record),
});

test.each([
  ['as it arrived', aRecord()],
  ['with an answer', aRecord({ reply: aCompanyReply() })],
  ['with later facts', appendNews(aRecord(), { kind: 'removed' }, noonMs + 60_000)],
  ['that came from the future', aRecord({ details: { createdAt: '2027-01-01T00:00:00.000Z' } })],
])('a review %s comes out of its row as it went in', (_, record) => {
  expect(fromReviewRow(stored(record))).toEqual(record);
});

test('a row says nothing twice', () => {
  const record = aRecord();
  const text = JSON.stringify(stored(record));
  expect(text.split(record.reviewId)).toHaveLength(2);
  expect(text.split(record.details.createdAt)).toHaveLength(2);
});

test.each([undefined, {}, { SK: 'x', facts: 'none' }, { ...stored(aRecord()), facts: { review: null } }])(
  'the row %j is damaged, and that is said',
  (row) => {
    expect(() => fromReviewRow(row)).toThrow();
  },
);
