import type { FindReviewerOnCard, FindReviewerRequest } from '../../contract.ts';
import { maxMessageCharacters } from '../../max-message.ts';
import { button, element, section, written } from '../element.ts';
import type { Texts } from '../texts/texts.ts';
import { resultIn, type View } from '../view.ts';

/** Asking the reviewer through Trustpilot who they are, and what they answered. Nothing where it is not known. */
export function reviewerPart(find: FindReviewerOnCard | null, view: View): HTMLElement | null {
  if (find === null) return null;
  const { texts } = view;
  const isIdle = find.requests.length === 0;
  return section(
    'reviewer',
    texts.text('reviewer'),
    ...find.requests.map((request) => requestMade(request, texts)),
    find.isEligible ? asking(view) : isIdle && element('p', { class: 'soft' }, texts.text('notEligible')),
    resultIn('reviewer', view),
  );
}

/** Trustpilot's list of states is open (Trustpilot reference, 5.2). */
function statusOf({ status, answer }: FindReviewerRequest, texts: Texts): [string, string] {
  if (answer !== null || /accept|complete/i.test(status ?? '')) return [texts.text('answered'), 'good'];
  if (/decline|reject/i.test(status ?? '')) return [texts.text('declined'), ''];
  if (status === null || /pending|wait|sent|request/i.test(status)) return [texts.text('waiting'), 'info'];
  return [status, ''];
}

const answerFields = [
  ['name', 'name'],
  ['email', 'email'],
  ['phoneNumber', 'phoneNumber'],
  ['referenceId', 'reference'],
  ['address', 'address'],
  ['message', 'message'],
] as const;

function requestMade(request: FindReviewerRequest, texts: Texts): HTMLElement {
  const [status, colour] = statusOf(request, texts);
  const given = answerFields.flatMap(([field, key]) => {
    const value = request.answer?.[field];
    return value === undefined || value === '' ? [] : [[texts.text(key), value] as const];
  });
  return element(
    'div',
    { class: 'quote' },
    element(
      'p',
      { class: 'row' },
      element('span', { class: `badge ${colour}` }, status),
      request.at !== null &&
        element('span', { class: 'soft small' }, texts.text('asked', { time: texts.time(request.at) })),
    ),
    request.message !== null && written(request.message),
    given.length > 0 &&
      element(
        'dl',
        {},
        ...given.map(([name, value]) =>
          element('div', {}, element('dt', {}, name), element('dd', {}, value)),
        ),
      ),
  );
}

function asking({ texts, actions, state }: View): HTMLElement {
  const isOpen = state.open.has('find-reviewer');
  const opener = button(texts.text('findReviewer'), {
    id: 'find-reviewer',
    expanded: isOpen,
    onClick: () => actions.unfold('find-reviewer', !isOpen),
  });
  if (!isOpen) return opener;
  const field = element('textarea', {
    id: 'find-message',
    rows: 4,
    maxlength: maxMessageCharacters,
    'aria-describedby': 'find-intro',
  });
  field.value = state.messageDraft;
  field.addEventListener('input', () => {
    state.messageDraft = field.value;
  });
  return element(
    'div',
    { class: 'field' },
    opener,
    element('p', { class: 'soft small', id: 'find-intro' }, texts.text('findIntro')),
    element('label', { for: 'find-message' }, texts.text('message')),
    field,
    button(texts.text('send'), {
      id: 'find-send',
      busy: state.busy !== undefined,
      onClick: () => actions.findReviewer(),
    }),
  );
}
