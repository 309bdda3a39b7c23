import { html } from 'hono/html';
import { type Answer, redirect } from '../answer.ts';
import type { Commands } from '../commands.ts';
import type { Request } from '../http-server.ts';
import type { World } from '../world.ts';
import { badDayActions, reviewActions, writeReview } from './actions.ts';
import { badDayPage } from './bad-day.ts';
import { domainPage, domainsPage, reviewPage, writePage } from './domains.ts';
import { layout } from './layout.ts';

/** The pages for people, below `/ui`, and the paths that links to real Trustpilot pages have. */
export async function answerPage(world: World, commands: Commands, request: Request): Promise<Answer> {
  const [, first = '', ...rest] = request.path.split('/');
  if (first === '') return redirect(302, '/ui');
  if (first === 'reviews') return redirect(302, `/ui/reviews/${encodeURIComponent(rest[0] ?? '')}`);
  if (first === 'review') return redirect(302, `/ui/domains/${encodeURIComponent(rest[0] ?? '')}`);
  if (first !== 'ui') return noSuchPage();
  if (request.method !== 'POST') return show(world, commands, rest, request.query);
  try {
    return act(world, commands, rest, new URLSearchParams(request.body)) ?? (await noSuchPage());
  } catch (error) {
    const message = error instanceof Error ? error.message : 'Bad input';
    return layout(400, 'That did not work', html`<p class="card text">${message}</p>`);
  }
}

async function show(
  world: World,
  commands: Commands,
  path: string[],
  query: URLSearchParams,
): Promise<Answer> {
  const [what = '', id = ''] = path;
  if (what === '') return domainsPage(world);
  if (what === 'write') return writePage(world, query.get('domain') ?? '');
  if (what === 'bad-day') return badDayPage(commands);
  if (what === 'reviews') return reviewPage(commands.review(id));
  const unit =
    what === 'domains' ? (world.directory.businessUnits.get(id) ?? world.directory.named(id)) : undefined;
  return unit ? domainPage(world, unit, Math.max(1, Number(query.get('page')) || 1)) : noSuchPage();
}

/** Does what a form asks, then sends the browser to where the result shows. */
function act(world: World, commands: Commands, path: string[], form: URLSearchParams): Answer | undefined {
  const [what = '', id = '', action = ''] = path;
  if (what === 'write') {
    writeReview(commands, form);
    return redirect(303, `/ui/domains/${encodeURIComponent(form.get('domain') ?? '')}`);
  }
  if (what === 'domains' && action === 'webhooks') {
    commands.subscribeWebhook(id, form.get('url') ?? '');
    return redirect(303, `/ui/domains/${encodeURIComponent(id)}`);
  }
  if (what === 'reviews') {
    const businessUnitId = world.reviews.find(id)?.businessUnitId ?? '';
    reviewActions[action]?.(commands, id, form);
    return redirect(303, `/ui/domains/${businessUnitId}#review-${encodeURIComponent(id)}`);
  }
  if (what !== 'bad-day') return undefined;
  badDayActions[id]?.(commands, form);
  return redirect(303, '/ui/bad-day');
}

const noSuchPage = (): Promise<Answer> => layout(404, 'No such page', html`<p><a href="/ui">Domains</a></p>`);
