import type { LastReply, ReplyOnCard } from '../../contract.ts';
import { button, element, section, written, type Child } from '../element.ts';
import type { TextKey } from '../texts/texts.ts';
import { resultIn, type View } from '../view.ts';

/** What stands below the review now, and whether the last reply from Zendesk went through. */
export function replyPart(reply: ReplyOnCard, view: View): HTMLElement {
  const { published, last } = reply;
  const { texts } = view;
  // The published reply already says it all where it is the same one.
  const saysMore = last !== null && !(last.status === 'published' && published?.ours === true);
  return section(
    'reply',
    texts.text('reply'),
    published === null ? element('p', { class: 'soft' }, texts.text('noReply')) : standing(published, view),
    published?.ours === true && deletion(view),
    saysMore && lastReply(last, view),
    resultIn('reply', view),
  );
}

function standing({ text, authorName, ours, since }: NonNullable<ReplyOnCard['published']>, { texts }: View) {
  const who = [authorName, since === null ? null : texts.time(since)].filter((each) => each !== null);
  return element(
    'div',
    { class: 'quote' },
    element(
      'p',
      { class: 'row' },
      element('span', { class: ours ? 'badge good' : 'badge info' }, texts.text(ours ? 'ours' : 'theirs')),
      element('span', { class: 'soft small' }, who.join(' · ')),
    ),
    text === null ? element('p', { class: 'soft' }, texts.text('textUnknown')) : written(text),
  );
}

function deletion({ state, texts, actions }: View): HTMLElement {
  if (!state.asksToDelete) {
    return button(texts.text('deleteReply'), {
      id: 'delete-reply',
      kind: 'quiet',
      busy: state.busy !== undefined,
      onClick: () => actions.askToDelete(true),
    });
  }
  const made = element(
    'div',
    { class: 'callout bad', role: 'group', 'aria-labelledby': 'delete-question' },
    element('p', { id: 'delete-question', tabindex: -1 }, texts.text('deleteQuestion')),
    element(
      'div',
      { class: 'buttons' },
      button(texts.text('deleteYes'), {
        id: 'delete-yes',
        kind: 'danger',
        busy: state.busy !== undefined,
        onClick: () => actions.deleteReply(),
      }),
      button(texts.text('cancel'), { id: 'delete-cancel', onClick: () => actions.askToDelete(false) }),
    ),
  );
  made.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') actions.askToDelete(false);
  });
  return made;
}

const statuses = {
  published: ['published', 'good'],
  'in-progress': ['inProgress', 'info'],
  superseded: ['superseded', ''],
  failed: ['failed', 'bad'],
} as const satisfies Record<LastReply['status'], readonly [TextKey, string]>;

function lastReply({ text, at, status, reason, canPublishAgain }: LastReply, view: View): HTMLElement {
  const { texts, actions, state } = view;
  const [key, colour] = statuses[status];
  const again: Child =
    canPublishAgain &&
    button(texts.text('publishAgain'), {
      id: 'publish-again',
      busy: state.busy !== undefined,
      onClick: () => actions.publishAgain(),
    });
  return element(
    'div',
    { class: 'last' },
    element('h3', {}, texts.text('last')),
    element(
      'p',
      { class: 'row' },
      element('span', { class: `badge ${colour}` }, texts.text(key)),
      element('time', { class: 'soft small', datetime: at }, texts.time(at)),
    ),
    reason !== null && element('p', { class: 'callout bad' }, reason),
    written(text),
    again,
  );
}
