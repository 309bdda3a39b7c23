import type { Card } from '../contract.ts';
import { replyKey, type Hint } from './writing.ts';

/** Whose reply the agent agreed to replace. Another one that takes its place has to be agreed to anew. */
export function createReplacing() {
  let agreed: string | undefined;
  return {
    agree(card: Card, yes: boolean): void {
      agreed = yes ? replyKey(card.reply) : undefined;
    },
    isAgreed: (card: Card): boolean => agreed === replyKey(card.reply),
    /** Without what the agent agreed to. */
    open(hints: Hint[], card: Card): Hint[] {
      return agreed === replyKey(card.reply) ? hints.filter(({ kind }) => kind !== 'replaces') : hints;
    },
  };
}

export type Replacing = ReturnType<typeof createReplacing>;
