import type { Card } from '../contract.ts';
import { cleanReply, replyLength } from '../../core/reply-text.ts';
import { element, redraw, written, type Child } from './element.ts';
import { hintText } from './hint-texts.ts';
import type { Replacing } from './replacing.ts';
import type { Texts } from './texts/texts.ts';
import { hintsFor, type Hint } from './writing.ts';
import type { ZafClient } from './zaf.ts';

interface WritingOptions {
  client: ZafClient;
  container: HTMLElement;
  texts: Texts;
  cardNow: () => Card | undefined;
  replacing: Replacing;
  readReply: () => Promise<string | undefined>;
}

const pauseMs = 250;

/** Shows what there is to say about a public reply while it is being written. Answers how to look again. */
export function watchWriting({
  client,
  container,
  texts,
  cardNow,
  replacing,
  readReply,
}: WritingOptions): () => void {
  // It stays, so that a screen reader announces what comes into it.
  const spoken = element('ul', { class: 'hints', 'aria-live': 'polite' });
  const beside = element('div');
  const panel = element(
    'section',
    { class: 'part', 'aria-labelledby': 'writing-heading', hidden: true },
    element('h2', { id: 'writing-heading', tabindex: -1 }, texts.text('yourReply')),
    spoken,
    beside,
  );
  container.replaceChildren(panel);
  let drawn = '';

  const show = (hints: Hint[], length: number, card: Card): void => {
    const isNearLimit = length > 0.8 * card.replyMaxCharacters;
    const now = JSON.stringify([hints, isNearLimit && length, replacing.isAgreed(card)]);
    if (now === drawn) return;
    drawn = now;
    panel.hidden = hints.length === 0 && !isNearLimit;
    const lines = hints.map((hint) => hintText(hint, texts));
    if ([...spoken.children].map((line) => line.textContent).join('\n') !== lines.join('\n')) {
      spoken.replaceChildren(...lines.map((line) => element('li', {}, line)));
    }
    redraw(
      beside,
      ...replaced(hints, card),
      isNearLimit &&
        element('p', { class: 'small soft' }, texts.text('length', { length, max: card.replyMaxCharacters })),
    );
  };

  const replaced = (hints: Hint[], card: Card): Child[] => {
    const hint = hints.find(({ kind }) => kind === 'replaces');
    if (hint?.kind !== 'replaces') return [];
    const box = element('input', { type: 'checkbox', id: 'replace-it', checked: replacing.isAgreed(card) });
    box.addEventListener('change', () => replacing.agree(card, box.checked));
    return [
      element(
        'blockquote',
        { class: 'quote' },
        element('p', { class: 'strong' }, hint.authorName ?? texts.text('colleague')),
        written(hint.text ?? texts.text('textUnknown')),
      ),
      element('label', { class: 'check', for: 'replace-it' }, box, ` ${texts.text('replaceIt')}`),
    ];
  };

  const look = async (): Promise<void> => {
    const card = cardNow();
    const text = card === undefined ? undefined : await readReply();
    if (card === undefined || text === undefined) {
      panel.hidden = true;
      drawn = '';
    } else show(hintsFor(text, card), replyLength(cleanReply(text)), card);
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  const lookSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look().catch(() => undefined), pauseMs);
  };
  for (const event of ['comment.text.changed', 'comment.type.changed', 'ticket.submit.done']) {
    client.on(event, lookSoon);
  }
  lookSoon();
  return lookSoon;
}
