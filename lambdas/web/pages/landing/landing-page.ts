import { html } from '../../html/html.ts';
import type { Page } from '../../handler.ts';
import { publicPage } from '../public-page.ts';
import { hero } from './hero.ts';
import { movingOver } from './moving-over.ts';
import { setUpSteps } from './set-up-steps.ts';
import { whatHappens } from './what-happens.ts';

/** What this is and how an admin sets it up. That it answers at all is its health line. */
export const landingPage =
  (publicUrl: string): Page =>
  async () =>
    publicPage({
      title: 'Set-up',
      description:
        'Trustpilot service reviews become Zendesk tickets; public replies are published on Trustpilot.',
      publicUrl,
      body: html`<main>${hero(publicUrl)} ${setUpSteps(publicUrl)} ${whatHappens} ${movingOver}</main>`,
    });
