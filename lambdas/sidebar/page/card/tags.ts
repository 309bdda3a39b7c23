import type { Card } from '../../contract.ts';
import { button, element, section } from '../element.ts';
import { resultIn, type View } from '../view.ts';

/** The review's tags as Trustpilot Business shows them. */
export function tagsPart(card: Card, view: View): HTMLElement {
  const { texts } = view;
  if (card.tags === null) {
    return section(
      'tags',
      texts.text('tags'),
      element('p', { class: 'soft' }, texts.text('tagsUnknown')),
      resultIn('tags', view),
    );
  }
  return section(
    'tags',
    texts.text('tags'),
    card.tags.length === 0
      ? element('p', { class: 'soft' }, texts.text('noTags'))
      : element('ul', { class: 'chips' }, ...card.tags.map((tag) => chip(tag, view))),
    addition(view),
    suggestions(card.suggestedTags, view),
    resultIn('tags', view),
  );
}

const chip = (tag: string, { texts, actions, state }: View): HTMLElement =>
  element(
    'li',
    { class: 'tag' },
    element('span', {}, tag),
    button('×', {
      id: `remove-tag-${tag}`,
      kind: 'chip',
      name: texts.text('removeTag', { tag }),
      busy: state.busy !== undefined,
      onClick: () => actions.removeTag(tag),
    }),
  );

function addition({ texts, actions, state }: View): HTMLElement {
  const field = element('input', {
    id: 'new-tag',
    type: 'text',
    maxlength: 100,
    autocomplete: 'off',
    value: state.tagDraft,
  });
  field.addEventListener('input', () => {
    state.tagDraft = field.value;
  });
  // No form: the page's policy forbids forms to go anywhere.
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing && state.busy === undefined) actions.addTag(field.value);
  });
  return element(
    'div',
    { class: 'field' },
    element('label', { for: 'new-tag' }, texts.text('newTag')),
    element(
      'div',
      { class: 'inline' },
      field,
      button(texts.text('add'), {
        id: 'add-tag',
        busy: state.busy !== undefined,
        onClick: () => actions.addTag(field.value),
      }),
    ),
  );
}

function suggestions(tags: string[], { texts, actions, state }: View): HTMLElement | null {
  if (tags.length === 0) return null;
  return element(
    'div',
    { class: 'suggested' },
    element('p', { class: 'small soft', id: 'recent-tags' }, texts.text('recentTags')),
    element(
      'ul',
      { class: 'chips', 'aria-labelledby': 'recent-tags' },
      ...tags.map((tag) =>
        element(
          'li',
          {},
          button(`+ ${tag}`, {
            id: `add-tag-${tag}`,
            kind: 'chip',
            name: texts.text('addTag', { tag }),
            busy: state.busy !== undefined,
            onClick: () => actions.addTag(tag),
          }),
        ),
      ),
    ),
  );
}
