import type { Card, Operation } from '../contract.ts';
import { createActionIds } from './action-ids.ts';
import { createActions, type Action, type Body } from './actions.ts';
import type { Answer, Api, Requests } from './api.ts';
import { cardParts } from './card/card.ts';
import type { Child } from './element.ts';
import { whyOld } from './freshness.ts';
import { line, type Page } from './page.ts';
import { problemParts, problemText } from './problem.ts';
import type { PageSettings } from './settings.ts';
import { initialState, type Part } from './state.ts';
import type { Surroundings } from './ticket.ts';
import type { Texts } from './texts/texts.ts';
import type { View } from './view.ts';
import type { ZafClient } from './zaf.ts';

export interface SidebarOptions {
  client: ZafClient;
  page: Page;
  api: Api;
  texts: Texts;
  settings: PageSettings;
  surroundings: Surroundings;
  /** Another card may mean other hints for what is being written. */
  onCard: () => void;
}

/** The card of one ticket: loads it, draws it, and does what its controls ask for. */
export function createSidebar({ client, page, api, texts, settings, surroundings, onCard }: SidebarOptions) {
  const state = initialState();
  state.isAdmin = surroundings.agent.isAdmin;
  const ids = createActionIds();
  let loadedAtMs = 0;
  let asked = 0;

  const draw = (): void => {
    const busy = state.busy !== undefined;
    page.show(texts, shown(), { busy, said: state.result?.text ?? '' });
  };
  const cardNow = (): Card | undefined => (state.phase.kind === 'card' ? state.phase.card : undefined);
  const say = (part: Part, text: string, isProblem = false): void => {
    state.result = { part, text, isProblem };
  };

  function shown(): Child[] {
    const { phase, isAdmin, busy } = state;
    if (phase.kind === 'loading') return [line(texts.text('loading'))];
    if (phase.kind === 'card') return cardParts(phase.card, view);
    const { serviceUrl } = settings;
    const onRetry = (): void => actions.refresh();
    return problemParts(phase.problem, { texts, isAdmin, serviceUrl, busy: busy !== undefined, onRetry });
  }

  function take(answer: Answer): void {
    if ('card' in answer) {
      loadedAtMs = Date.now();
      state.phase = { kind: 'card', card: answer.card };
      // There may be nothing left to delete.
      state.asksToDelete &&= answer.card.reply.published?.ours === true;
      onCard();
    } else if (cardNow() === undefined || answer.problem.code === 'sidebar_key_rejected') {
      state.phase = { kind: 'problem', problem: answer.problem };
    }
  }

  const askForCard = (refresh: boolean): Promise<Answer> =>
    api('card', {
      ticketId: surroundings.ticketId,
      hints: surroundings.hints,
      ...(refresh && { refresh }),
    });

  /** In passing: a card that is shown stays where there is no newer one. */
  async function load(): Promise<void> {
    if (state.busy !== undefined) return;
    const mine = ++asked;
    const answer = await askForCard(false);
    // Overtaken: but where nothing is shown yet, the older answer is better than none.
    if (mine !== asked && state.phase.kind !== 'loading') return;
    take(answer);
    draw();
  }

  async function refresh(): Promise<void> {
    if (state.busy !== undefined) return;
    begin('top', 'card');
    const answer = await askForCard(true);
    state.busy = undefined;
    take(answer);
    const wrong = 'card' in answer ? whyOld(answer.card, texts) : problemText(answer.problem, texts);
    say('top', wrong ?? texts.text('refreshed'), wrong !== undefined);
    draw();
  }

  async function act<Name extends Action>(
    part: Part,
    operation: Name,
    body: Body<Name>,
    onDone: (card: Card) => void,
  ): Promise<void> {
    const card = cardNow();
    if (card === undefined || state.busy !== undefined) return;
    begin(part, operation);
    const action = JSON.stringify([operation, body]);
    const about = { reviewId: card.review.id, actionId: ids.idFor(action) };
    const answer = await api(operation, { ...body, ...about } as Requests[Name]);
    state.busy = undefined;
    const isOpen = 'problem' in answer && ['no-service', 'busy'].includes(answer.problem.code);
    if (!isOpen) ids.settled(action);
    take(answer);
    if ('card' in answer) onDone(answer.card);
    else say(part, problemText(answer.problem, texts), true);
    draw();
  }

  /** Answers that are still on their way are older than what is asked now. */
  function begin(part: Part, operation: Operation): void {
    asked += 1;
    state.busy = operation;
    say(part, texts.text('working'));
    draw();
  }

  const actions = createActions({ client, texts, state, cardNow, say, draw, refresh, act });
  const view: View = { state, texts, actions, ...settings };

  return {
    draw,
    load,
    cardNow,
    /** Whether what is shown may have been overtaken. */
    isOlderThan: (ageMs: number): boolean => Date.now() - loadedAtMs > ageMs,
    /** Something happened that the card does not show yet. */
    outdate(): void {
      loadedAtMs = 0;
    },
  };
}
