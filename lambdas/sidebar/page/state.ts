import type { Card, Operation } from '../contract.ts';
import type { Problem } from './api.ts';

export type Part = 'top' | 'review' | 'reply' | 'tags' | 'reviewer';

/** What the page shows of the way to the card, or the card itself. */
export type Phase =
  { kind: 'loading' } | { kind: 'problem'; problem: Problem } | { kind: 'card'; card: Card };

/** Everything that a drawing of the page depends on. */
export interface State {
  phase: Phase;
  isAdmin: boolean;
  /** One thing at a time: clicks wait for the answer to the last one. */
  busy: Operation | undefined;
  /** What came of the last click, shown where it was made. */
  result: { part: Part; isProblem: boolean; text: string } | undefined;
  tagDraft: string;
  messageDraft: string;
  asksToDelete: boolean;
  /** Ids of what is unfolded. */
  open: Set<string>;
}

export const initialState = (): State => ({
  phase: { kind: 'loading' },
  isAdmin: false,
  busy: undefined,
  result: undefined,
  tagDraft: '',
  messageDraft: '',
  asksToDelete: false,
  open: new Set(),
});
