import fc from 'fast-check';
import { fingerprint, packFingerprints, unpackFingerprints } from '../../../lambdas/core/fingerprint.ts';
import { aCompanyReply, aReview, iso, noonMs, trustpilotId } from '../../support/builders.ts';

test('is the same for the same review read again, and eight characters long', () => {
  expect(fingerprint(aReview())).toBe(fingerprint(aReview()));
  expect(fingerprint(aReview())).toMatch(/^[\w-]{8}$/);
});

test('is another one for everything that can change in a review', () => {
  const reviews = [
    aReview(),
    aReview({ reviewId: trustpilotId(7) }),
    aReview({ stars: 3 }),
    aReview({ title: null }),
    aReview({ text: 'Changed' }),
    aReview({ updatedAt: iso(noonMs) }),
    aReview({ hidden: true }),
    aReview({ reply: aCompanyReply() }),
    aReview({ reply: aCompanyReply({ text: 'Changed' }) }),
    aReview({ reply: aCompanyReply({ updatedAt: iso(noonMs) }) }),
    aReview({ reply: aCompanyReply({ authorName: null }) }),
  ];
  expect(new Set(reviews.map(fingerprint)).size).toBe(reviews.length);
});

test('is another one for every review of many', () => {
  const prints = Array.from({ length: 5_000 }, (_, n) => fingerprint(aReview({ reviewId: trustpilotId(n) })));
  expect(new Set(prints).size).toBe(prints.length);
});

test('many are kept in one text and come back as they were', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(100_000), { maxLength: 50 }), (numbers) => {
      const prints = numbers.map((n) => fingerprint(aReview({ reviewId: trustpilotId(n) })));
      expect(unpackFingerprints(packFingerprints(prints))).toEqual(new Set(prints));
    }),
  );
  expect(packFingerprints([])).toBe('');
  expect(unpackFingerprints('').size).toBe(0);
});
