import { openAdminDialogue } from './admin-post.ts';
import { isForbidden } from './content-security-policy.ts';
import { finishDialogue } from './finalizer.ts';
import { fillIn, type FormValues, type Submission } from './form-submission.ts';
import { formHeaders } from '../http/form-body.ts';
import { type HtmlForm, readForms } from '../html-forms.ts';
import type { Account, Integration } from '../model.ts';
import type { Answer } from '../http/send.ts';
import { finalizerPath, type Simulation } from '../simulation.ts';

/** A page of the service as it stands in the iframe. */
export interface DialoguePage {
  url: string;
  status: number;
  headers: Record<string, string>;
  html: string;
  forms: HtmlForm[];
}

export interface SubmitOptions {
  values?: FormValues;
  /** The button's label, name or value; the form that has it is sent. */
  button?: string;
  /** The form's id or its position; the first one with a submit button otherwise. */
  form?: string | number;
}

/** What a real browser would have refused, or Zendesk would have answered with an error page. */
export class DialogueError extends Error {
  override name = 'DialogueError';
}

const MOST_REDIRECTS = 5;

/**
 * The admin's browser with the account dialogue in an iframe, without scripts and without cookies for the service
 * (third-party cookies are blocked). Once a form leads to `return_url`, it is posted with Zendesk's own session.
 */
export class DialogueBrowser {
  readonly #simulation: Simulation;
  readonly #session: string;
  #page: DialoguePage | undefined;
  #account: Account | undefined;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#session = simulation.sessions.start();
  }

  get page(): DialoguePage {
    if (this.#page === undefined) throw new DialogueError('No page is open');
    return this.#page;
  }

  /** The account that the dialogue ended with; undefined while it is open. */
  get account(): Account | undefined {
    return this.#account;
  }

  async open(
    integration: Integration,
    account: Account | undefined,
    locale = 'en-US',
  ): Promise<DialoguePage> {
    const { url, fields } = openAdminDialogue(this.#simulation, this.#session, integration, account, locale);
    const origin = this.#simulation.origin;
    await this.#navigate(
      { url, method: 'POST', fields: new URLSearchParams(fields) },
      { referer: `${origin}/`, origin },
    );
    return this.page;
  }

  /** Loads a page into the iframe, as a link does. */
  async visit(url: string): Promise<DialoguePage> {
    const target = { url: new URL(url, this.page.url).href, method: 'GET', fields: new URLSearchParams() };
    await this.#navigate(target, this.#sameSiteHeaders());
    return this.page;
  }

  /** Fills in and sends a form of the page. */
  async submit({ values = {}, button, form }: SubmitOptions = {}): Promise<DialoguePage> {
    const chosen = this.#findForm(form, button);
    const pressed = chosen.buttons.find(
      ({ label, name, value }) => button !== undefined && [label, name, value].includes(button),
    );
    await this.#send(
      fillIn(chosen, values, pressed ?? (button === undefined ? chosen.buttons[0] : undefined)),
    );
    return this.page;
  }

  async #send(submission: Submission): Promise<void> {
    const csp = this.page.headers['content-security-policy'];
    if (isForbidden(csp, 'form-action', submission.url, this.page.url)) {
      this.#refuse(`CSP form-action of ${this.page.url} does not admit ${submission.url}`);
    }
    await this.#navigate(submission, this.#sameSiteHeaders());
  }

  #findForm(wanted: string | number | undefined, button: string | undefined): HtmlForm {
    const { forms, url } = this.page;
    const hasButton = (form: HtmlForm) =>
      form.buttons.some(
        ({ label, name, value }) => button === undefined || [label, name, value].includes(button),
      );
    let found: HtmlForm | undefined;
    if (typeof wanted === 'number') found = forms[wanted];
    else if (wanted !== undefined) found = forms.find(({ id }) => id === wanted);
    else found = forms.find(hasButton) ?? (button === undefined ? forms[0] : undefined);
    if (found === undefined) throw new DialogueError(`${url} has no such form: ${wanted ?? button ?? 'any'}`);
    return found;
  }

  async #navigate(target: Submission, headers: Record<string, string>): Promise<void> {
    let { url, method, fields } = target;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      const answer = await this.#request(url, method, fields, headers);
      const location = answer.headers['location'];
      if (location === undefined || answer.status < 300 || answer.status >= 400)
        return this.#show(url, answer);
      url = new URL(location, url).href;
      if (answer.status < 307) [method, fields] = ['GET', new URLSearchParams()];
    }
    throw new DialogueError(`More than ${MOST_REDIRECTS} redirects`);
  }

  async #request(
    address: string,
    method: string,
    fields: URLSearchParams,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const url = new URL(address);
    const isGet = method !== 'POST';
    if (isGet) for (const [name, value] of fields) url.searchParams.append(name, value);
    const sent = await this.#simulation.send({
      kind: 'dialogue',
      method: isGet ? 'GET' : 'POST',
      url: url.href,
      headers: { accept: 'text/html', ...headers, ...(isGet ? {} : formHeaders) },
      ...(isGet ? {} : { body: fields.toString() }),
      timeoutMs: this.#simulation.behaviour.pullTimeoutMs,
    });
    if (!sent.arrived) throw new DialogueError(`${url.href}: ${sent.error}`);
    return sent.answer;
  }

  #show(url: string, answer: Answer): void {
    const { headers, status, body } = answer;
    if (headers['x-frame-options'] !== undefined)
      this.#refuse(`${url} has X-Frame-Options and cannot be framed`);
    if (isForbidden(headers['content-security-policy'], 'frame-ancestors', this.#simulation.origin, url)) {
      this.#refuse(`CSP frame-ancestors of ${url} does not admit ${this.#simulation.origin}`);
    }
    if (!(headers['content-type'] ?? '').includes('text/html'))
      this.#refuse(`${url} is not HTML (HTTP ${status})`);
    if (headers['set-cookie'] !== undefined) {
      this.#simulation.transcript.warning(
        'dialogue',
        `${url} sets a cookie, which browsers drop inside the iframe`,
      );
    }
    this.#page = { url, status, headers, html: body, forms: readForms(body, url) };
    const returnUrl = this.#simulation.origin + finalizerPath;
    const last = this.#page.forms.find(({ action, method }) => action === returnUrl && method === 'POST');
    if (last !== undefined) this.#finish(fillIn(last, {}));
  }

  /** The browser carries Zendesk's own session to `return_url`, which no server of the service could. */
  #finish(submission: Submission): void {
    const csp = this.page.headers['content-security-policy'];
    if (isForbidden(csp, 'form-action', submission.url, this.page.url)) {
      this.#refuse(`CSP form-action of ${this.page.url} does not admit return_url`);
    }
    const { sessions, transcript } = this.#simulation;
    const outcome = finishDialogue(
      this.#simulation,
      submission.fields,
      sessions.latestDialogue(this.#session),
    );
    transcript.record({
      kind: 'finalizer',
      accountId: outcome.ok ? outcome.account.id : undefined,
      direction: 'in',
      method: 'POST',
      url: submission.url,
      requestHeaders: this.#sameSiteHeaders(),
      requestBody: submission.fields.toString(),
      status: outcome.ok ? 200 : 422,
      responseHeaders: {},
      responseBody: outcome.ok ? '' : outcome.reasons.join('; '),
      durationMs: 0,
      error: undefined,
    });
    if (!outcome.ok) throw new DialogueError(outcome.reasons.join('; '));
    this.#account = outcome.account;
  }

  #sameSiteHeaders(): Record<string, string> {
    return { referer: this.page.url, origin: new URL(this.page.url).origin };
  }

  #refuse(reason: string): never {
    this.#simulation.transcript.violation('dialogue', reason);
    throw new DialogueError(reason);
  }
}
