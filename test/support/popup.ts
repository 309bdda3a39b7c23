import { readForms } from '../simulators/zendesk/html-forms.ts';

interface PopupRequest {
  method?: 'POST';
  body?: URLSearchParams;
  headers?: Record<string, string>;
}

/** The consent window: a browser of its own, with cookies and without scripts. */
export class Popup {
  readonly #cookies = new Map<string, string>();
  status = 0;
  url = '';
  html = '';

  async open(url: string, init: PopupRequest = {}): Promise<void> {
    let next: string | undefined = url;
    let options = init;
    while (next !== undefined) {
      const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { ...options.headers, ...(cookie !== '' && { cookie }) };
      const answer: Response = await fetch(next, { ...options, headers, redirect: 'manual' });
      for (const line of answer.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
      }
      [this.url, this.status, this.html] = [next, answer.status, await answer.text()];
      const location = answer.headers.get('location');
      next = location === null || answer.status >= 400 ? undefined : new URL(location, next).href;
      options = {};
    }
  }

  /** Sends the first form of the page. */
  async submit(): Promise<void> {
    const [form] = readForms(this.html, this.url);
    if (form === undefined) throw new Error(`${this.url} has no form (HTTP ${this.status})`);
    const fields = new URLSearchParams(
      form.controls.map(({ name, value }): [string, string] => [name, value]),
    );
    const { origin } = new URL(this.url);
    await this.open(form.action, { method: 'POST', body: fields, headers: { origin } });
  }
}
