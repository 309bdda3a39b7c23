import { html, type Html } from '../../html/html.ts';
import { addAccountPicture, downloadPicture, uploadPicture } from './step-pictures.ts';

/** A way through menus; read out as a sentence, drawn with small arrows. */
const path = (...stops: string[]): Html =>
  html`<span class="path">${stops.map((stop, index) => html`${index > 0 && ' › '}<b>${stop}</b>`)}</span>`;

export const setUpSteps = (publicUrl: string): Html =>
  html`<section class="wide" aria-labelledby="set-up">
    <h2 id="set-up">Set up in three steps</h2>
    <ol class="steps">
      <li class="card">
        ${downloadPicture}
        <h3>Download the app</h3>
        <p>
          <a href="${publicUrl}/download/zendesk-app.zip" download>zendesk-app.zip</a> is made for this
          deployment. It tells Zendesk where this service is, and holds neither code nor keys.
        </p>
      </li>
      <li class="card">
        ${uploadPicture}
        <h3>Upload it in Zendesk</h3>
        <p>
          In the Admin Center: ${path('Apps and integrations', 'Zendesk Support apps', 'Upload private app')}.
          Then press
          <b>Install</b>.
        </p>
        <p class="soft">Needs an admin, and Suite Growth or Support Professional, or a higher plan.</p>
      </li>
      <li class="card">
        ${addAccountPicture}
        <h3>Add an account</h3>
        <p>
          ${path('Apps and integrations', 'Channel integrations', 'Trustpilot service reviews', 'Add account')}.
          Connect to Trustpilot, choose your domains, and <b>Submit</b>.
        </p>
      </li>
    </ol>
  </section>`;
