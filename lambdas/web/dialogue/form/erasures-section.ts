import { section } from '../../html/fields.ts';
import { html, type Html } from '../../html/html.ts';
import { paths } from '../frame.ts';
import type { FormView } from './view.ts';

/** Erasures that were reported without proof wait for one click. */
export function erasuresSection({ session: { texts }, state, nowMs }: FormView): Html {
  const erasures = state?.status?.erasures ?? [];
  if (erasures.length === 0) return html``;
  const when = (atMs: number) => texts.relative(Math.min(atMs, nowMs), nowMs);
  const button = (name: 'erase' | 'dismiss', authorId: string) =>
    html`<button class="button" formaction="${paths.erasure}" name="${name}" value="${authorId}">
      ${texts.text(name)}<span class="visually-hidden">: ${authorId}</span>
    </button>`;
  return section({
    id: 'erasures',
    heading: texts.text('erasures'),
    hint: texts.text('erasuresHint'),
    body: html`<ul class="decisions">
      ${erasures.map(
        ({ authorId, receivedAtMs }) =>
          html`<li>
            <p>
              <strong>${authorId}</strong>
              <span class="hint">${texts.text('erasureReported', { when: when(receivedAtMs) })}</span>
            </p>
            ${button('erase', authorId)} ${button('dismiss', authorId)}
          </li>`,
      )}
    </ul>`,
  });
}
