import { element } from './element.ts';
import type { Part, State } from './state.ts';
import type { Texts } from './texts/texts.ts';

/** What the controls of the card do. */
export interface Actions {
  refresh(): void;
  copy(text: string): void;
  addTag(tag: string): void;
  removeTag(tag: string): void;
  findReviewer(): void;
  askToDelete(asks: boolean): void;
  deleteReply(): void;
  publishAgain(): void;
  openTicket(id: number): void;
  unfold(id: string, open: boolean): void;
}

/** What every part of the card is drawn from, beside the card. */
export interface View {
  state: State;
  texts: Texts;
  actions: Actions;
  appVersion: string;
  serviceUrl: string;
}

/** What came of the last click in this part; a screen reader hears it from the live region. */
export function resultIn(part: Part, { state: { result, busy } }: View): HTMLElement | null {
  if (result?.part !== part) return null;
  const colour = busy !== undefined ? '' : result.isProblem ? ' bad' : ' good';
  return element('p', { class: `result${colour}` }, result.text);
}
