import { cutToBytes, maxStoredTextBytes } from './content.ts';
import type { Fact, Note } from './fact.ts';
import { factsInOrder, newestContent, type ReviewRecord, type StoredFact } from './review-record.ts';

/** A DynamoDB item ends at 400 KB: this leaves room for everything in a review's row that is not a text. */
export const maxFactTextBytes = 250_000;

/**
 * Makes room in a review's row: the oldest facts whose outbox entries were put lose their texts, which are in Zendesk
 * by then. The newest content stays, because the next edit is told against it.
 */
export function withinRowLimit(record: ReviewRecord): ReviewRecord {
  const stored = factsInOrder(record);
  let excess = stored.reduce((sum, { fact }) => sum + textBytes(fact), 0) - maxFactTextBytes;
  if (excess <= 0) return record;
  const keep = newestContent(record);
  const facts = Object.entries(record.facts).sort(([, a], [, b]) => a.fact.n - b.fact.n);
  const fitting = facts.map(([factId, one]): [string, StoredFact] => {
    const bytes = textBytes(one.fact);
    if (excess <= 0 || bytes === 0 || !one.queued || one.fact === keep) return [factId, one];
    excess -= bytes;
    return [factId, { ...one, fact: cutTexts(one.fact, 0) }];
  });
  return { ...record, facts: Object.fromEntries(fitting) };
}

/** A fact as it is stored: none of its texts is longer than a review's. */
export function withinFactLimit(fact: Fact): Fact {
  return textsOf(fact).some((text) => Buffer.byteLength(text) > maxStoredTextBytes)
    ? cutTexts(fact, maxStoredTextBytes)
    : fact;
}

const textBytes = (fact: Fact): number =>
  textsOf(fact).reduce((sum, text) => sum + Buffer.byteLength(text), 0);

function textsOf(fact: Fact): string[] {
  if ('content' in fact) return fact.content.text === null ? [] : [fact.content.text];
  if (fact.kind === 'company-reply') return [fact.text];
  return fact.kind === 'note' ? textsOfNote(fact.note) : [];
}

function textsOfNote(note: Note): string[] {
  const standing = note.about === 'not-published' && typeof note.standing === 'string' ? [note.standing] : [];
  return note.about === 'published-after-all' ? [] : [note.text, ...standing];
}

function cutTexts(fact: Fact, maxBytes: number): Fact {
  if ('content' in fact) {
    const text =
      maxBytes === 0 || fact.content.text === null ? null : cutToBytes(fact.content.text, maxBytes);
    return { ...fact, content: { ...fact.content, text, cut: true } };
  }
  if (fact.kind === 'company-reply') return { ...fact, text: cutToBytes(fact.text, maxBytes), cut: true };
  return fact.kind === 'note' ? { ...fact, note: cutNote(fact.note, maxBytes) } : fact;
}

function cutNote(note: Note, maxBytes: number): Note {
  if (note.about === 'published-after-all') return note;
  const cut = { text: cutToBytes(note.text, maxBytes), cut: true };
  if (note.about !== 'not-published') return { ...note, ...cut };
  if (typeof note.standing !== 'string') return { ...note, ...cut };
  return { ...note, ...cut, standing: cutToBytes(note.standing, maxBytes) };
}
