import type { Problem } from './api.ts';
import { button, element, type Child } from './element.ts';
import type { TextKey, Texts } from './texts/texts.ts';

/** As Zendesk's Admin Center names it; that the page cannot read its names in other languages is no loss. */
const keyPath =
  'Admin Center > Apps and integrations > Zendesk Support apps > Trustpilot service reviews > Sidebar key';

const keys: Record<Exclude<Problem['code'], 'refused'>, TextKey> = {
  'bad-request': 'misunderstood',
  sidebar_key_rejected: 'keyTitle',
  'not-found': 'notFound',
  'allowance-short': 'allowanceShort',
  'connection-dead': 'connectionDead',
  busy: 'busy',
  'no-service': 'noService',
};

/** What a problem is called where there is one line for it. Trustpilot's own refusals come in words. */
export const problemText = ({ code, message }: Problem, texts: Texts): string =>
  code === 'refused' ? message : texts.text(keys[code]);

interface ProblemOptions {
  texts: Texts;
  isAdmin: boolean;
  serviceUrl: string;
  busy: boolean;
  onRetry: () => void;
}

/** Instead of the card. */
export function problemParts(problem: Problem, options: ProblemOptions): Child[] {
  const { texts, busy, onRetry } = options;
  return [
    element('h1', { class: 'problem', tabindex: -1 }, problemText(problem, texts)),
    ...advice(problem, options),
    button(texts.text('tryAgain'), { id: 'try-again', busy, onClick: onRetry }),
  ];
}

function advice({ code }: Problem, { texts, isAdmin, serviceUrl }: ProblemOptions): Child[] {
  if (code === 'sidebar_key_rejected') {
    return isAdmin
      ? [
          element('p', {}, texts.text('keyAdmin')),
          element('p', { class: 'path', lang: 'en' }, keyPath),
          element('p', { class: 'soft' }, texts.text('keyReload')),
        ]
      : [element('p', {}, texts.text('keyAgent'))];
  }
  if (code !== 'no-service' || !isAdmin) return [];
  // A missing key may look like this as well: how Zendesk's proxy refuses is not documented.
  const health = { id: 'health', href: `${serviceUrl}/`, target: '_blank', rel: 'noopener noreferrer' };
  return [
    element('p', {}, element('a', health, texts.text('health'))),
    element('p', { class: 'soft' }, `${texts.text('keyTitle')}:`),
    element('p', { class: 'path', lang: 'en' }, keyPath),
  ];
}
