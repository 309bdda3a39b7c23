import { html } from 'hono/html';
import type { AdminPost } from '../dialogue/admin-post.ts';
import type { FinalizerOutcome } from '../dialogue/finalizer.ts';
import type { Reply } from '../http/http-server.ts';
import { type Html, toBarePage } from './layout.ts';

/** The service's own dialogue in an iframe, opened by a form post of the admin's browser. */
export function dialoguePage({ url, fields }: AdminPost): Html {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`
    <iframe class="dialogue" name="dialogue" title="Account settings of the integration"></iframe>
    <form method="post" action="${url}" target="dialogue" data-submit-at-once>
      ${inputs}
      <noscript><button>Open the dialogue</button></noscript>
    </form>
    <p><a href="/admin-center/channel-integrations">Cancel</a></p>
  `;
}

/** What stands in the iframe when the dialogue has ended. */
export function finalizerPage(outcome: FinalizerOutcome): Promise<Reply> {
  if (!outcome.ok) {
    const reasons = outcome.reasons.map((reason) => html`<li>${reason}</li>`);
    const body = html`<div class="notice bad" role="alert">
      <strong>The account could not be saved.</strong>
      <ul>
        ${reasons}
      </ul>
    </div>`;
    return toBarePage('Not saved', body, 422);
  }
  const query = new URLSearchParams({ saved: String(outcome.account.id), new: outcome.isNew ? '1' : '' });
  const next = `/admin-center/channel-integrations?${query.toString()}`;
  const body = html`<p data-leave-to="${next}">Saved. <a href="${next}" target="_top">Continue</a></p>`;
  return toBarePage('Saved', body);
}
