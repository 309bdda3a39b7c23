import fc from 'fast-check';
import type { Note } from '../../../lambdas/core/fact.ts';
import {
  appendNote,
  firstRecord,
  observe,
  observeReplaced,
  replyHash,
  type Observation,
} from '../../../lambdas/core/observe.ts';
import { factsInOrder, reviewRecordSchema, type ReviewRecord } from '../../../lambdas/core/review-record.ts';
import type { CompanyReply } from '../../../lambdas/core/review.ts';
import { aCompanyReply, anObservation, aRecord, iso, noonMs } from '../../support/builders.ts';

const absenceMs = 300_000;
const minute = 60_000;

/** A read of the review, so many minutes after noon. */
const readAt = (minutes: number, reply: CompanyReply | null): Observation =>
  anObservation({ reply, requestedAtMs: noonMs + minutes * minute });

const see = (record: ReviewRecord, read: Observation): ReviewRecord =>
  observe(record, read, read.requestedAtMs, absenceMs);

const seeAll = (record: ReviewRecord, reads: Observation[]): ReviewRecord => reads.reduce(see, record);

/** What the agents were told, shortly. */
const told = (record: ReviewRecord): string[] =>
  factsInOrder(record).flatMap(({ fact }) =>
    fact.kind === 'company-reply' ? [`${fact.change} ${fact.text}`.trim()] : [],
  );

/** What publishing a reply of an agent leaves in the record. */
const published = (record: ReviewRecord, text: string, minutes: number): ReviewRecord => ({
  ...record,
  ourReplies: [...(record.ourReplies ?? []), replyHash(text)],
  reply: { hash: replyHash(text), atMs: noonMs + minutes * minute, ours: true },
});

const replyAt = (minutes: number, text: string): CompanyReply =>
  aCompanyReply({ text, createdAt: iso(noonMs + minutes * minute) });

describe('a reply by a colleague on Trustpilot itself', () => {
  test('that stands already when the review arrives is told after the arrival', () => {
    const record = aRecord({ reply: replyAt(-1, 'Sorry!') });
    expect(factsInOrder(record).map(({ fact }) => fact.kind)).toEqual(['arrived', 'company-reply']);
    expect(told(record)).toEqual(['new Sorry!']);
  });

  test('is told once when it is new, with its author, and once when it changes', () => {
    const edited = { ...replyAt(1, 'Sorry, and thanks!'), updatedAt: iso(noonMs + 9 * minute) };
    const reads = [
      readAt(2, replyAt(1, 'Sorry!')),
      readAt(4, replyAt(1, 'Sorry!')),
      readAt(10, edited),
      readAt(11, edited),
    ];
    const record = seeAll(aRecord(), reads);
    expect(told(record)).toEqual(['new Sorry!', 'changed Sorry, and thanks!']);
    expect(factsInOrder(record).at(-1)?.fact).toMatchObject({ authorName: 'Jens' });
  });

  test('is not news when only white space or its times changed', () => {
    const record = seeAll(aRecord(), [
      readAt(2, replyAt(1, 'Sorry!\nMette')),
      readAt(4, replyAt(3, ' Sorry!  Mette ')),
    ]);
    expect(told(record)).toEqual(['new Sorry!\nMette']);
  });

  test('counts as deleted after a second read without it, at least five minutes after the first', () => {
    const known = see(aRecord(), readAt(2, replyAt(1, 'Sorry!')));
    const once = seeAll(known, [readAt(3, null), readAt(7.9, null)]);
    expect(told(once)).toEqual(['new Sorry!']);
    const twice = see(once, readAt(8, null));
    expect(told(twice)).toEqual(['new Sorry!', 'deleted']);
    expect(told(seeAll(twice, [readAt(9, null), readAt(60, null)]))).toHaveLength(2);
  });

  test('is not deleted when a read in between shows it again', () => {
    const record = seeAll(aRecord(), [
      readAt(2, replyAt(1, 'Sorry!')),
      readAt(3, null),
      readAt(5, replyAt(1, 'Sorry!')),
      readAt(9, null),
    ]);
    expect(told(record)).toEqual(['new Sorry!']);
    expect(told(see(record, readAt(14, null)))).toEqual(['new Sorry!', 'deleted']);
  });

  test('an older read with it, delivered late, does not stop the clock of its absence', () => {
    const record = seeAll(aRecord(), [
      readAt(1, replyAt(0, 'Sorry!')),
      readAt(3, null),
      readAt(2, replyAt(0, 'Sorry!')),
      readAt(8, null),
    ]);
    expect(told(record)).toEqual(['new Sorry!', 'deleted']);
  });

  test('a read that was started before it was written does not make it missing', () => {
    const known = see(aRecord(), readAt(2, replyAt(1, 'Sorry!')));
    expect(see(known, readAt(0.5, null))).toBe(known);
  });

  test('that is dated ahead of our clock is missed all the same', () => {
    const known = see(aRecord(), readAt(2, replyAt(5, 'Sorry!')));
    const missed = see(known, { ...readAt(3, null), known: true });
    expect(missed.reply?.missingSinceMs).toBe(noonMs + 3 * minute);
    expect(told(see(missed, readAt(8, null)))).toEqual(['new Sorry!', 'deleted']);
  });

  test('deleted, and still shown by a cache or by a read that was delivered late, is no news', () => {
    const deleted = seeAll(aRecord(), [readAt(1, replyAt(0, 'Sorry!')), readAt(3, null), readAt(8, null)]);
    for (const late of [
      readAt(1, replyAt(0, 'Sorry!')),
      readAt(7, replyAt(0, 'Sorry!')),
      readAt(9, replyAt(0, 'Sorry!')),
    ])
      expect(told(see(deleted, late))).toEqual(['new Sorry!', 'deleted']);
  });

  test('that was deleted and stands again long after the caches have had their time is told', () => {
    const deleted = seeAll(aRecord(), [readAt(1, replyAt(0, 'Sorry!')), readAt(3, null), readAt(8, null)]);
    expect(told(see(deleted, readAt(13, replyAt(0, 'Sorry!'))))).toEqual([
      'new Sorry!',
      'deleted',
      'new Sorry!',
    ]);
  });

  test('with the same words, posted again after it was deleted, is told at once', () => {
    const deleted = seeAll(aRecord(), [readAt(1, replyAt(0, 'Sorry!')), readAt(3, null), readAt(8, null)]);
    expect(told(see(deleted, readAt(10, replyAt(9, 'Sorry!'))))).toEqual([
      'new Sorry!',
      'deleted',
      'new Sorry!',
    ]);
  });

  test('that was gone before the review was first recorded is no news, when an older read comes late', () => {
    const record = firstRecord(readAt(5, null), noonMs + 5 * minute);
    expect(see(record, readAt(1, replyAt(0, 'Sorry!')))).toBe(record);
    expect(told(see(record, readAt(6, replyAt(0, 'Sorry!'))))).toEqual(['new Sorry!']);
  });

  test('that came and went before we heard of it is no news, when the read that showed it comes last', () => {
    const gone = observe(aRecord(), { ...readAt(20, null), known: true }, noonMs + 20 * minute, absenceMs);
    expect(see(gone, readAt(10, replyAt(8, 'Sorry!')))).toBe(gone);
    expect(told(see(gone, readAt(30, replyAt(25, 'Sorry!'))))).toEqual(['new Sorry!']);
  });

  test('an older reply in a stale read is no news', () => {
    const known = seeAll(aRecord(), [readAt(2, replyAt(1, 'One')), readAt(5, replyAt(4, 'Two'))]);
    expect(see(known, readAt(6, replyAt(1, 'One')))).toBe(known);
  });

  test('without any time it is still told, and goes by when it was read', () => {
    const timeless = (text: string) => aCompanyReply({ text, createdAt: null });
    const known = seeAll(aRecord(), [readAt(2, timeless('One')), readAt(5, timeless('Two'))]);
    expect(told(known)).toEqual(['new One', 'changed Two']);
    expect(see(known, readAt(2, timeless('One')))).toBe(known);
  });
});

describe('our own reply', () => {
  test('is never told, whichever read shows it first', () => {
    const announced = { ...aRecord(), ourReplies: [replyHash('Thank you!')] };
    const seen = see(announced, readAt(2, replyAt(1, 'Thank you!')));
    expect(told(seen)).toEqual([]);
    expect(told(see(published(aRecord(), 'Thank you!', 1), readAt(2, replyAt(1, 'Thank you! '))))).toEqual(
      [],
    );
  });

  test('takes the place of a colleague’s, which a stale read does not bring back', () => {
    const known = see(aRecord(), readAt(2, replyAt(1, 'Sorry!')));
    const ours = published(known, 'Thank you!', 3);
    expect(told(see(ours, readAt(4, replyAt(1, 'Sorry!'))))).toEqual(['new Sorry!']);
  });

  test('that a colleague changes or deletes on Trustpilot is told', () => {
    const ours = published(aRecord(), 'Thank you!', 1);
    expect(told(see(ours, readAt(6, replyAt(5, 'Thanks!'))))).toEqual(['changed Thanks!']);
    expect(told(seeAll(ours, [readAt(6, null), readAt(11, null)]))).toEqual(['deleted']);
  });
});

describe('our own reply, published by a clock that is ahead of Trustpilot’s', () => {
  const publishedAtTen: ReviewRecord = {
    ...aRecord(),
    ourReplies: [replyHash('Thank you!')],
    reply: {
      hash: replyHash('Thank you!'),
      atMs: noonMs + 10 * minute,
      readAtMs: noonMs + 10 * minute,
      ours: true,
    },
  };

  test('a colleague’s change right after it, dated before it, is told as soon as caches have had their time', () => {
    const change = replyAt(9, 'Call us!');
    expect(see(publishedAtTen, readAt(12, change))).toBe(publishedAtTen);
    expect(told(see(publishedAtTen, readAt(15, change)))).toEqual(['changed Call us!']);
  });

  test('a read from before it that comes late is still stale', () => {
    expect(see(publishedAtTen, readAt(8, replyAt(1, 'Sorry!')))).toBe(publishedAtTen);
  });
});

describe('whatever is read, in whatever order', () => {
  type Step = { text: string; isOurs: boolean; isDated: boolean } | 'deleted';
  const steps = fc.array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({
          text: fc.constantFrom('A', 'B', 'C'),
          isOurs: fc.constant(false),
          isDated: fc.boolean(),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          text: fc.constantFrom('X', 'Y'),
          isOurs: fc.constant(true),
          isDated: fc.constant(true),
        }),
      },
      { weight: 2, arbitrary: fc.constant('deleted' as const) },
    ),
    { minLength: 1, maxLength: 8 },
  ) as fc.Arbitrary<Step[]>;

  /** A step every 20 minutes, each read twice at a distance that makes absences count. */
  function live(some: Step[]): { record: ReviewRecord; reads: Observation[]; expected: string[] } {
    const reads: Observation[] = [];
    const expected: string[] = [];
    let record = aRecord();
    let standing: string | undefined;
    for (const [index, step] of some.entries()) {
      const at = index * 20;
      const text = step === 'deleted' ? undefined : step.text;
      if (step !== 'deleted' && step.isOurs) record = published(record, step.text, at);
      else if (text === undefined && standing !== undefined) expected.push('deleted');
      else if (text !== undefined && text !== standing)
        expected.push(`${standing === undefined ? 'new' : 'changed'} ${text}`);
      standing = text;
      const isDated = step !== 'deleted' && step.isDated;
      const reply =
        text === undefined ? null : { ...replyAt(at, text), ...(!isDated && { createdAt: null }) };
      for (const minutes of [at + 6, at + 12]) {
        reads.push(readAt(minutes, reply));
        record = see(record, readAt(minutes, reply));
      }
    }
    return { record, reads, expected };
  }

  test('in order, every change by a colleague is told once, ours never', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const { record, expected } = live(some);
        expect(told(record)).toEqual(expected);
      }),
    );
  });

  test('reads that come again late, in any order, are no news', () => {
    fc.assert(
      fc.property(
        steps.chain((some) =>
          fc.record({
            some: fc.constant(some),
            order: fc.array(fc.nat(some.length * 2 - 1), { maxLength: 20 }),
          }),
        ),
        ({ some, order }) => {
          const { record, reads, expected } = live(some);
          const late = order.flatMap((index) => reads[index] ?? []);
          expect(told(seeAll(record, late))).toEqual(expected);
        },
      ),
    );
  });

  test('a stored record keeps its shape', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const { record } = live(some);
        expect(reviewRecordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
      }),
    );
  });
});

describe('the read before a publication', () => {
  const ours = published(aRecord(), 'Thank you!', 5);
  const replaced = (record: ReviewRecord, read: Observation): ReviewRecord =>
    observeReplaced(record, read, 'r1', read.requestedAtMs, absenceMs);
  const notes = (record: ReviewRecord) =>
    factsInOrder(record).flatMap(({ fact }) => (fact.kind === 'note' ? [fact.note] : []));

  test('saves the text of a colleague that ours is about to replace, once', () => {
    const record = replaced(aRecord(), readAt(2, replyAt(1, 'Sorry!')));
    expect(notes(record)).toEqual([
      { about: 'replaced-reply', replyId: 'r1', text: 'Sorry!', authorName: 'Jens' },
    ]);
    expect(told(record)).toEqual([]);
    expect(replaced(record, readAt(3, replyAt(1, 'Sorry!')))).toBe(record);
    expect(told(see(record, readAt(4, replyAt(1, 'Sorry!'))))).toEqual([]);
  });

  test('says nothing of a text that stands in the ticket already', () => {
    const known = see(aRecord(), readAt(2, replyAt(1, 'Sorry!')));
    expect(notes(replaced(known, readAt(3, replyAt(1, 'Sorry!'))))).toEqual([]);
  });

  test('says nothing where nothing stands, or our own, or what a cache still shows from before ours', () => {
    for (const shown of [null, replyAt(5, 'Thank you!'), replyAt(1, 'Sorry!')])
      expect(notes(replaced(ours, readAt(6, shown)))).toEqual([]);
  });

  test('saves what a colleague made of our reply, also when Trustpilot gives no time for it', () => {
    for (const shown of [replyAt(6, 'Thanks!'), aCompanyReply({ text: 'Thanks!', createdAt: null })])
      expect(notes(replaced(ours, readAt(7, shown)))).toMatchObject([{ text: 'Thanks!' }]);
  });
});

describe('a note', () => {
  const note: Note = { about: 'replaced-reply', replyId: 'r1', text: 'Sorry!', authorName: 'Jens' };
  const noted = appendNote(aRecord(), note, noonMs);

  test('is told once, however often the work is repeated', () => {
    expect(factsInOrder(noted)).toHaveLength(2);
    expect(appendNote(noted, { ...note }, noonMs + 1)).toBe(noted);
  });

  test('is recognised when the database gives its keys back in another order', () => {
    const shuffled: Note = { authorName: 'Jens', text: 'Sorry!', replyId: 'r1', about: 'replaced-reply' };
    expect(appendNote(noted, shuffled, noonMs + 1)).toBe(noted);
  });

  test('about another text or another reply is a note of its own', () => {
    const more = appendNote(
      appendNote(noted, { ...note, text: 'Other' }, noonMs),
      { ...note, replyId: 'r2' },
      noonMs,
    );
    expect(factsInOrder(more)).toHaveLength(4);
  });

  test('whose text was too long to keep whole is still recognised', () => {
    const long: Note = { ...note, text: 'x'.repeat(300_000) };
    const kept = appendNote(aRecord(), long, noonMs);
    expect(factsInOrder(kept).at(-1)?.fact).toMatchObject({ note: { cut: true } });
    expect(appendNote(kept, long, noonMs + 1)).toBe(kept);
  });
});

test('a review answered before we saw it is not told again by later reads', () => {
  const answered = anObservation({ reply: replyAt(-5, 'Sorry!') });
  const record = firstRecord(answered, noonMs);
  expect(see(record, readAt(10, replyAt(-5, 'Sorry!')))).toBe(record);
});
