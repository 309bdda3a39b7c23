import { element, redraw, type Child } from './element.ts';
import type { Texts } from './texts/texts.ts';

/** The parts of the page that stay: what was said last is announced only where its element was there before. */
export interface Page {
  /** Its height is the page's height. */
  content: HTMLElement;
  writing: HTMLElement;
  /** `said` is for the ears: what came of the last click. */
  show(texts: Texts, children: Child[], now?: { busy: boolean; said: string }): void;
}

export function createPage(): Page {
  const status = element('p', { class: 'unseen', role: 'status' });
  const writing = element('div');
  const card = element('div', { class: 'card' });
  const content = element('main', {}, status, writing, card);
  document.body.replaceChildren(content);
  return {
    content,
    writing,
    show(texts, children, { busy, said } = { busy: false, said: '' }) {
      document.documentElement.lang = texts.language;
      document.title = texts.text('title');
      card.setAttribute('aria-busy', String(busy));
      redraw(card, ...children);
      if (status.textContent !== said) status.textContent = said;
    },
  };
}

/** All there is to see where there is no review. */
export const line = (text: string): HTMLElement => element('h1', { class: 'line', tabindex: -1 }, text);
