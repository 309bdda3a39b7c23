import { html, type Html } from '../../html/html.ts';

export const movingOver: Html = html`<section class="band" aria-labelledby="moving-over">
  <div class="wide">
    <h2 id="moving-over">Moving over from Trustpilot’s own integration</h2>
    <p class="lead">Your old tickets stay in Zendesk. What nobody has answered on Trustpilot comes over.</p>
    <div class="moving">
      <div>
        <h3>What to do</h3>
        <ol class="todo">
          <li>
            <b>Answer what is open.</b> Reply in the old tickets that you still want to answer from Zendesk,
            while the old integration can publish it.
          </li>
          <li>
            <b>Remove the old account.</b> Under <b>Channel integrations</b>, delete Trustpilot’s own account
            for the domain. When none is left, uninstall its app.
          </li>
          <li>
            <b>Add it here</b> and switch on <b>Sync unanswered reviews</b> with a period that reaches back to
            the last review you have handled. What nobody has answered arrives as new tickets; answered
            reviews stay away.
          </li>
        </ol>
      </div>
      <div>
        <h3>What changes</h3>
        <ul>
          <li>
            Old tickets can no longer be answered through the channel: a reply there does not reach
            Trustpilot. Close those of unanswered reviews: each has a new ticket that can be answered.
          </li>
          <li>
            Reviews fetched by the sync carry the tag <code>trustpilot_sync</code>, all of them
            <code>trustpilot</code>. Point your views, triggers and reports at these tags.
          </li>
        </ul>
        <p class="warning">
          <b>Never run both for the same domain.</b> Each review would become two tickets, and one agent’s
          reply would replace another’s.
        </p>
      </div>
    </div>
  </div>
</section>`;
