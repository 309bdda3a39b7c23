import { BadInputError, PermanentError, RetryableError } from '../../core/errors.ts';
import type { HttpRequest, HttpResponse } from '../../runtime/http.ts';
import type { Page } from '../handler.ts';
import { html } from '../html/html.ts';
import { page } from '../html/page.ts';
import { createTexts, type Texts } from '../texts/texts.ts';
import type { DialogueDeps } from './deps.ts';
import { Problem, problems, type ProblemName } from './problem.ts';

/** What is known of the person in front of a page; steps fill it in as they learn it, explanations use it. */
export interface Visit {
  texts: Texts;
  /** The Zendesk that may frame the page; nobody until it is known, and never a popup. */
  framedBy: string | undefined;
}

export type Step = (request: HttpRequest, visit: Visit) => Promise<HttpResponse>;

/** A step as a page: whatever goes wrong becomes a page in the reader's language. */
export const asPage =
  (deps: Pick<DialogueDeps, 'logger'>, step: Step): Page =>
  async (request) => {
    const visit: Visit = {
      texts: await createTexts(request.headers['accept-language']?.split(/[,;]/)[0]),
      framedBy: undefined,
    };
    try {
      return await step(request, visit);
    } catch (error) {
      if (error instanceof BadInputError) throw error;
      if (error instanceof Problem) {
        deps.logger.info('dialogue refused', { problem: error.problem, route: request.rawPath });
        return problemPage(visit, error.problem, error.values);
      }
      const problem = nameOf(error);
      deps.logger[problem === 'busy' ? 'warn' : 'error'](
        'dialogue failed',
        { route: request.rawPath },
        error,
      );
      return problemPage(visit, problem);
    }
  };

const nameOf = (error: unknown): ProblemName => {
  if (error instanceof RetryableError) return 'busy';
  return error instanceof PermanentError ? 'refused' : 'crashed';
};

export function problemPage(
  { texts, framedBy }: Visit,
  name: ProblemName,
  values: Record<string, string> = {},
): HttpResponse {
  const { title, body, status } = problems[name];
  return page({
    texts,
    title: texts.text(title),
    status,
    framedBy,
    referrerPolicy: 'no-referrer',
    body: html`<main class="message">
      <div class="message-mark message-mark-problem" aria-hidden="true">!</div>
      <h1>${texts.text(title)}</h1>
      <p>${texts.explain(body, values)}</p>
    </main>`,
  });
}
