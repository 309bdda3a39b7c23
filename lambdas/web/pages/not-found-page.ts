import type { HttpResponse } from '../../runtime/http.ts';
import { html } from '../html/html.ts';
import { publicPage } from './public-page.ts';

/** Says the same whatever was asked for; nothing of the request stands in it. */
export const reviewNotFound = (publicUrl: string): HttpResponse =>
  publicPage({
    title: 'Not found',
    publicUrl,
    status: 404,
    body: html`<main class="wide plain">
      <h1>This link does not lead to a review</h1>
      <p class="lead">
        It may be incomplete. Open the ticket in Zendesk once more and follow the link on its comment.
      </p>
    </main>`,
  });
