import { html } from 'hono/html';
import type { Review } from '../model.ts';
import type { Html } from './layout.ts';

const starsText = (stars: number): string => '★'.repeat(stars) + '☆'.repeat(5 - stars);
const day = (instant: string): string => instant.slice(0, 16).replace('T', ' ');

/** One review with everything that a person can do to it. */
export const reviewCard = (review: Review): Html => html`
  <article
    class="card"
    id="review-${review.id}"
    aria-label="Review by ${review.consumer.displayName ?? 'Anonymous'}"
  >
    <div class="row">
      <span class="stars" role="img" aria-label="${review.stars} of 5 stars">${starsText(review.stars)}</span>
      ${review.isVerified ? html`<span class="soft">Verified</span>` : ''}
      ${review.updatedAt === null ? '' : html`<span class="soft">Edited ${day(review.updatedAt)}</span>`}
      ${review.reportData === null ? '' : html`<span class="badge">${review.status}</span>`}
    </div>
    <h2>${review.title ?? ''}</h2>
    <p class="text">${review.text ?? ''}</p>
    <p class="soft">
      ${review.consumer.displayName ?? 'Anonymous'} ·
      ${review.consumer.displayLocation === null ? '' : html`${review.consumer.displayLocation} ·`}
      <time datetime="${review.createdAt}">${day(review.createdAt)}</time>
      ${review.referenceId === null ? '' : html`· Reference number ${review.referenceId}`}
    </p>
    ${companyReply(review)}
    <div class="row">
      ${action(review, review.reportData === null ? 'hide' : 'restore', review.reportData === null ? 'Hide' : 'Restore')}
      ${action(review, 'delete', 'Delete review')}
      ${review.companyReply === null ? '' : action(review, 'delete-reply', 'Delete reply')}
    </div>
    ${editForm(review)} ${replyForm(review)}
  </article>
`;

const companyReply = ({ companyReply: reply }: Review): Html | string =>
  reply === null
    ? ''
    : html`<div class="reply">
        <strong>Reply from the company</strong>
        <p class="text">${reply.text}</p>
        <p class="soft">
          ${reply.authorBusinessUserName} · ${day(reply.createdAt)}
          ${reply.updatedAt === null ? '' : html`· changed ${day(reply.updatedAt)}`}
        </p>
      </div>`;

const action = ({ id }: Review, name: string, label: string): Html =>
  html`<form method="post" action="/ui/reviews/${id}/${name}"><button>${label}</button></form>`;

const editForm = (review: Review): Html => html`
  <details>
    <summary>Edit this review</summary>
    <form method="post" action="/ui/reviews/${review.id}/edit">
      ${starsField(review.stars)}
      <label>Title <input name="title" value="${review.title ?? ''}" /></label>
      <label>Review text <textarea name="text">${review.text ?? ''}</textarea></label>
      <button class="primary">Save changes</button>
    </form>
  </details>
`;

const replyForm = (review: Review): Html => html`
  <details>
    <summary>Reply as the company in Trustpilot</summary>
    <form method="post" action="/ui/reviews/${review.id}/reply">
      <label>Reply <textarea name="text" required>${review.companyReply?.text ?? ''}</textarea></label>
      <label>Signed by <input name="author" value="Colleague" /></label>
      <button class="primary">Publish reply</button>
    </form>
  </details>
`;

export const starsField = (chosen: number): Html => html`
  <label>
    Stars
    <select name="stars">
      ${[5, 4, 3, 2, 1].map(
        (stars) =>
          html`<option value="${stars}" ${stars === chosen ? 'selected' : ''}>${starsText(stars)}</option>`,
      )}
    </select>
  </label>
`;
