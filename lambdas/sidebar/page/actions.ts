import type { Card, Operation } from '../contract.ts';
import type { Requests } from './api.ts';
import { copyText } from './copy.ts';
import type { Part, State } from './state.ts';
import type { Texts } from './texts/texts.ts';
import type { Actions } from './view.ts';
import type { ZafClient } from './zaf.ts';

export type Action = Exclude<Operation, 'card'>;
export type Body<Name extends Action> = Omit<Requests[Name], 'reviewId' | 'actionId'>;

/** What clicks are made of. */
interface Means {
  client: ZafClient;
  texts: Texts;
  state: State;
  cardNow: () => Card | undefined;
  say: (part: Part, text: string, isProblem?: boolean) => void;
  draw: () => void;
  refresh: () => Promise<void>;
  /** Asks the service and shows the card that it answers with; `onDone` says what came of it. */
  act: <Name extends Action>(
    part: Part,
    operation: Name,
    body: Body<Name>,
    onDone: (card: Card) => void,
  ) => Promise<void>;
}

/** What the controls of the card do. */
export function createActions({ client, texts, state, cardNow, say, draw, refresh, act }: Means): Actions {
  function addTag(typed: string): void {
    const tag = typed.trim();
    const problem =
      tag === '' ? 'tagEmpty' : cardNow()?.tags?.includes(tag) === true ? 'tagThere' : undefined;
    if (problem !== undefined) {
      say('tags', texts.text(problem), true);
      draw();
      return;
    }
    void act('tags', 'tags', { add: tag }, () => {
      if (state.tagDraft.trim() === tag) state.tagDraft = '';
      say('tags', texts.text('tagAdded', { tag }));
    });
  }

  function findReviewer(): void {
    const message = state.messageDraft.trim();
    if (message === '') {
      say('reviewer', texts.text('messageEmpty'), true);
      draw();
      return;
    }
    void act('reviewer', 'find-reviewer', { message }, () => {
      state.messageDraft = '';
      state.open.delete('find-reviewer');
      say('reviewer', texts.text('sent'));
    });
  }

  function publishAgain(): void {
    void act('reply', 'publish-again', {}, ({ reply: { last } }) => {
      if (last?.status === 'failed') say('reply', last.reason ?? texts.text('failed'), true);
      else say('reply', texts.text(last?.status === 'in-progress' ? 'inProgress' : 'published'));
    });
  }

  function askToDelete(asks: boolean): void {
    state.asksToDelete = asks;
    state.result = undefined;
    draw();
    // The harmless one of the two: a second Enter by accident deletes nothing.
    document.getElementById(asks ? 'delete-cancel' : 'delete-reply')?.focus();
  }

  return {
    refresh: () => void refresh(),
    copy: (text) =>
      void copyText(text).then((copied) => {
        say('review', texts.text(copied ? 'copied' : 'copyFailed'), !copied);
        draw();
      }),
    addTag,
    removeTag: (tag) =>
      void act('tags', 'tags', { remove: tag }, () => say('tags', texts.text('tagRemoved', { tag }))),
    findReviewer,
    askToDelete,
    deleteReply() {
      const seen = cardNow()?.reply.published?.id;
      void act('reply', 'delete-reply', seen === undefined ? {} : { seen }, () => {
        state.asksToDelete = false;
        say('reply', texts.text('deleted'));
      });
    },
    publishAgain,
    openTicket: (id) => void client.invoke('routeTo', 'ticket', id).catch(() => undefined),
    unfold(id, open) {
      if (state.open.has(id) === open) return;
      if (open) state.open.add(id);
      else state.open.delete(id);
      draw();
    },
  };
}
