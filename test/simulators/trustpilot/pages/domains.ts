import { html } from 'hono/html';
import type { Answer } from '../answer.ts';
import { listReviews } from '../api/list-reviews.ts';
import type { BusinessUnit, Review } from '../model.ts';
import type { World } from '../world.ts';
import { type Html, layout } from './layout.ts';
import { reviewCard, starsField } from './review-card.ts';

const perPage = 25;

export async function domainsPage(world: World): Promise<Answer> {
  const units = [...world.directory.businessUnits.values()];
  const cards = units.map(
    (unit) =>
      html`<section class="card">
        <h2><a href="/ui/domains/${unit.id}">${unit.identifyingName}</a></h2>
        <p class="soft">${unit.displayName} · ${unit.id}</p>
      </section>`,
  );
  return layout(200, 'Domains', html`${cards}`);
}

/** A domain's reviews, newest first; hidden ones too, so that they can be restored. */
export async function domainPage(world: World, unit: BusinessUnit, page: number): Promise<Answer> {
  const newestFirst = {
    page,
    perPage,
    orderBy: ['createdat.desc' as const],
    start: undefined,
    end: undefined,
  };
  const { reviews, hasMore } = listReviews(world, unit.id, { ...newestFirst, matches: () => true }, Infinity);
  const hidden = page === 1 ? hiddenReviews(world, unit) : [];
  const content = html`
    <p><a class="button" href="/ui/write?domain=${unit.id}">Write a review</a></p>
    ${hidden.map(reviewCard)} ${reviews.map(reviewCard)}
    ${reviews.length + hidden.length === 0 ? html`<p class="card">No reviews yet.</p>` : ''}
    <p class="row">
      ${page > 1 ? html`<a href="/ui/domains/${unit.id}?page=${page - 1}">Newer</a>` : ''}
      ${hasMore ? html`<a href="/ui/domains/${unit.id}?page=${page + 1}">Older</a>` : ''}
    </p>
    ${webhooks(world, unit)}
  `;
  return layout(200, `Reviews of ${unit.identifyingName}`, content);
}

export async function reviewPage(review: Review | undefined): Promise<Answer> {
  if (!review || review.state === 'deleted')
    return layout(404, 'No such review', html`<p class="card">It was deleted, or never existed.</p>`);
  return layout(200, 'Review', reviewCard(review));
}

export async function writePage(world: World, chosenId: string): Promise<Answer> {
  const options = [...world.directory.businessUnits.values()].map(
    ({ id, identifyingName }) =>
      html`<option value="${id}" ${id === chosenId ? 'selected' : ''}>${identifyingName}</option>`,
  );
  const content = html`<form class="card" method="post" action="/ui/write">
    <label
      >Domain
      <select name="domain">
        ${options}
      </select></label
    >
    <label>Your name <input name="name" value="Mette K" /></label>
    ${starsField(2)}
    <label>Title <input name="title" /></label>
    <label>Review text <textarea name="text"></textarea></label>
    <label>Language <input name="language" value="en" maxlength="5" /></label>
    <label>Reference number <input name="referenceId" /></label>
    <button class="primary">Publish review</button>
  </form>`;
  return layout(200, 'Write a review', content);
}

const hiddenReviews = (world: World, unit: BusinessUnit): Review[] =>
  [...world.reviews.all()].filter(
    ({ state, businessUnitId }) => state === 'hidden' && businessUnitId === unit.id,
  );

/** As in Trustpilot Business: subscriptions are made by hand, per domain. */
const webhooks = (world: World, unit: BusinessUnit): Html => {
  const urls = world.webhooks.list().filter(({ businessUnitId }) => businessUnitId === unit.id);
  return html`<section class="card">
    <h2>Webhooks</h2>
    ${urls.map(({ eventName, url }) => html`<p class="soft text">${eventName} → ${url}</p>`)}
    <form method="post" action="/ui/domains/${unit.id}/webhooks">
      <label>URL for all events <input name="url" type="url" required /></label>
      <button>Add</button>
    </form>
  </section>`;
};
