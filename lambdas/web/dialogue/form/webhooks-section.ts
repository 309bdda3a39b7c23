import { section } from '../../html/fields.ts';
import { html, type Html } from '../../html/html.ts';
import type { FormView } from './view.ts';

/** One unguessable URL per domain, to be entered at Trustpilot by those who want changes to be noticed at once. */
export function webhooksSection({ session: { texts }, state, publicUrl }: FormView): Html {
  const active = state?.account.domains.filter(({ removedAtMs }) => removedAtMs === undefined) ?? [];
  if (active.length === 0) return html``;
  return section({
    id: 'webhooks',
    heading: texts.text('webhooks'),
    hint: texts.text('webhooksHint'),
    body: html`${active.map(({ businessUnitId, domain, webhookKey }) => {
        const id = `webhook-${businessUnitId}`;
        return html`<fieldset class="group webhook">
          <legend>${domain}</legend>
          <label class="visually-hidden" for="${id}">${texts.text('webhookUrl')}</label>
          <div class="copy">
            <input
              class="input"
              id="${id}"
              type="text"
              readonly
              value="${publicUrl}/trustpilot/webhooks/${webhookKey}"
            />
            <button
              class="button"
              type="button"
              hidden
              data-copy="${id}"
              data-copied="${texts.text('copied')}"
            >
              ${texts.text('copy')}
            </button>
          </div>
        </fieldset>`;
      })}
      <p class="visually-hidden" role="status" id="copied"></p>`,
  });
}
