import { html, type Html } from '../../html/html.ts';

const promises = [
  [
    'Reviews become tickets',
    'With stars, title and text, the order reference, the language and a link. Subject, tags and priority follow your settings. A new review usually arrives within a few minutes.',
  ],
  [
    'Replies go to Trustpilot',
    'An agent’s public comment is published as your company’s reply: once, and as typed. The latest reply is the one that stands. Internal notes stay internal.',
  ],
  [
    'Tickets stay true',
    'The reviewer edits, Trustpilot removes the review, a colleague answers on Trustpilot itself: the ticket says so. A reply that would be replaced is kept as a note.',
  ],
  [
    'Yours alone',
    'Settings and the Trustpilot login stay in your AWS account. Reviews go to your Zendesk, replies go to Trustpilot, and nothing goes anywhere else.',
  ],
] as const;

export const whatHappens: Html = html`<section class="wide" aria-labelledby="what-happens">
  <h2 id="what-happens">What happens then</h2>
  <dl class="promises">
    ${promises.map(
      ([title, text]) =>
        html`<div>
          <dt>${title}</dt>
          <dd>${text}</dd>
        </div>`,
    )}
  </dl>
</section>`;
