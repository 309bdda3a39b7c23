import { isWanted } from '../../../lambdas/core/filter.ts';
import {
  aCompanyReply,
  aDomain,
  anAccount,
  anObservation,
  iso,
  noonMs,
  trustpilotId,
} from '../../support/builders.ts';

const addedAtMs = noonMs - 3_600_000 + 400;
const account = (settings = {}) => anAccount({ domains: [aDomain({ addedAtMs })], settings });
const written = (ms: number) => ({ details: { createdAt: iso(ms) } });

test('a new review of a connected domain becomes a ticket', () => {
  expect(isWanted(account(), anObservation())).toBe(true);
});

test('a review of a domain that is not connected, or was taken out, does not', () => {
  const foreign = anObservation({ details: { businessUnitId: trustpilotId(7) } });
  expect(isWanted(account(), foreign)).toBe(false);
  const removed = anAccount({ domains: [aDomain({ removedAtMs: noonMs })] });
  expect(isWanted(removed, anObservation())).toBe(false);
});

test('a review that Trustpilot hides does not', () => {
  expect(isWanted(account(), anObservation({ hidden: true }))).toBe(false);
});

test('a review from before the domain was added comes only through backfill', () => {
  const old = written(addedAtMs - 1400);
  expect(isWanted(account(), anObservation(old))).toBe(false);
  expect(isWanted(account(), anObservation({ ...old, lane: 'backfill' }))).toBe(true);
});

test('a review of the very second in which the domain was added is new', () => {
  expect(isWanted(account(), anObservation(written(addedAtMs - 400)))).toBe(true);
  expect(isWanted(account(), anObservation(written(addedAtMs - 401)))).toBe(false);
});

test('a review that is answered already is new, but nothing for backfill', () => {
  const reply = aCompanyReply();
  expect(isWanted(account(), anObservation({ reply }))).toBe(true);
  expect(isWanted(account(), anObservation({ ...written(0), reply, lane: 'backfill' }))).toBe(false);
});

test.each([1, 2, 3, 4, 5])('a review of %i stars passes when its stars are chosen, or none are', (stars) => {
  const review = anObservation({ stars });
  expect(isWanted(account({ stars: [] }), review)).toBe(true);
  expect(isWanted(account({ stars: [stars] }), review)).toBe(true);
  expect(isWanted(account({ stars: [1, 2, 3, 4, 5].filter((each) => each !== stars) }), review)).toBe(false);
});

test('languages: none chosen means all; a review without language passes only then', () => {
  const inDanish = anObservation({ details: { language: 'da' } });
  const unknown = anObservation({ details: { language: null } });
  expect(isWanted(account({ languages: ['en', 'da'] }), inDanish)).toBe(true);
  expect(isWanted(account({ languages: ['en'] }), inDanish)).toBe(false);
  expect(isWanted(account({ languages: ['en'] }), unknown)).toBe(false);
  expect(isWanted(account({ languages: [] }), unknown)).toBe(true);
});

test.each([null, '', '  \n\t '])('only reviews with text: %j is none', (text) => {
  expect(isWanted(account({ onlyWithText: true }), anObservation({ text }))).toBe(false);
  expect(isWanted(account({ onlyWithText: true }), anObservation({ text: '.' }))).toBe(true);
  expect(isWanted(account({ onlyWithText: false }), anObservation({ text }))).toBe(true);
});

test('every filter has to let it in', () => {
  const settings = { stars: [2], languages: ['en'], onlyWithText: true };
  expect(isWanted(account(settings), anObservation())).toBe(true);
  for (const odd of [{ stars: 3 }, { details: { language: 'da' } }, { text: null }])
    expect(isWanted(account(settings), anObservation(odd))).toBe(false);
});
