import type { Texts } from './texts/texts.ts';
import type { Hint } from './writing.ts';

const shown = 200;

/** A hint beside what is being written; whose text would be replaced stands below it in full. */
export function hintText(hint: Hint, texts: Texts): string {
  switch (hint.kind) {
    case 'gone':
      return texts.text('gone');
    case 'empty':
      return texts.text('empty');
    case 'too-long':
      return texts.text('tooLong', { length: hint.length, max: hint.max });
    case 'replaces':
      return texts.text('replaces');
    case 'mail-inside':
      return texts.text('mailInside');
    case 'person-inside':
      return texts.text('personInside', { value: hint.value });
  }
}

/** Why Zendesk stops a submit: one line of plain text in a window of Zendesk's. */
export function stopText(hint: Hint, texts: Texts): string {
  if (hint.kind !== 'replaces') return hintText(hint, texts);
  const signs = Array.from(hint.text ?? '…');
  return texts.text('replacesStop', {
    name: hint.authorName ?? texts.text('colleague'),
    text: signs.length <= shown ? signs.join('') : `${signs.slice(0, shown).join('')}…`,
  });
}
