import { html, type Html } from '../../html/html.ts';
import { productVersion } from '../product-version.ts';

/** The same review three times: as written, as a ticket, and with its answer. */
const example: Html = html`<figure class="story">
  <figcaption class="unseen">
    Example: a review with two of five stars becomes a ticket; the agent’s public reply stands below the
    review.
  </figcaption>
  <div class="story-cards" aria-hidden="true">
    <div class="card review">
      <p class="card-top"><span class="face">MK</span><b>Maja K.</b><span class="where">Trustpilot</span></p>
      <p class="stars">★★<span>★★★</span></p>
      <p><b>A week late</b></p>
      <p class="soft">Nice lamp, but it came a week after the promised day.</p>
    </div>
    <div class="card ticket">
      <p class="card-top"><span class="state">Open</span><b>#4211</b><span class="where">Zendesk</span></p>
      <p><b>★★☆☆☆ A week late (bluelamp.example)</b></p>
      <p class="tags"><span>trustpilot</span><span>trustpilot_2_stars</span></p>
      <p class="answer">Sorry, Maja! The freight is on us; the refund is on its way.</p>
    </div>
    <div class="card reply">
      <p class="card-top"><b>Reply from bluelamp.example</b><span class="where">Trustpilot</span></p>
      <p class="soft">Sorry, Maja! The freight is on us; the refund is on its way.</p>
    </div>
  </div>
</figure>`;

export const hero = (publicUrl: string): Html =>
  html`<div class="hero wide">
    <div>
      <p class="health">
        <span class="dot"></span>Running<span class="soft">version ${productVersion}</span>
        <a href="${publicUrl}/zendesk/dashboard">Health</a>
      </p>
      <h1>Every Trustpilot review becomes a Zendesk ticket</h1>
      <p class="lead">
        Trustpilot service reviews arrive in Zendesk as tickets, and what your agents answer is published on
        Trustpilot, through this service in your own AWS account.
      </p>
      <p class="actions">
        <a class="button" href="${publicUrl}/download/zendesk-app.zip" download>Download the Zendesk app</a>
        <a href="#moving-over">Moving over from Trustpilot’s own?</a>
      </p>
    </div>
    ${example}
  </div>`;
