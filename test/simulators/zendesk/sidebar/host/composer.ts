type Listener = (event: 'comment.text.changed' | 'comment.type.changed', newValue: string) => void;

/** Where the agent writes. Zendesk's editor is a rich one: apps read HTML from it. */
export class Composer {
  readonly form: HTMLFormElement;
  readonly #text: HTMLTextAreaElement;
  readonly #listeners: Listener[] = [];

  constructor(form: HTMLFormElement) {
    this.form = form;
    const text = form.querySelector('textarea');
    if (text === null) throw new Error('The composer has no field');
    this.#text = text;
    text.addEventListener('input', () => this.#changed());
    form.addEventListener('change', ({ target }) => {
      if (target instanceof HTMLInputElement && target.name === 'kind')
        this.#tell('comment.type.changed', this.type);
    });
  }

  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  get html(): string {
    if (this.#text.value === '') return '';
    const line = document.createElement('p');
    return this.#text.value
      .split('\n')
      .map((text) => {
        line.textContent = text;
        return text === '' ? '<p>&nbsp;</p>' : line.outerHTML;
      })
      .join('');
  }

  set html(value: string) {
    this.#text.value = toText(value);
    this.#changed();
  }

  get type(): string {
    return new FormData(this.form).get('kind') === 'note' ? 'internalNote' : 'publicReply';
  }

  set type(value: string) {
    const kind = value === 'internalNote' ? 'note' : 'public';
    this.form.querySelector<HTMLInputElement>(`input[name=kind][value=${kind}]`)?.click();
  }

  insert(html: string): void {
    const { selectionStart, selectionEnd } = this.#text;
    this.#text.setRangeText(toText(html), selectionStart, selectionEnd, 'end');
    this.#changed();
  }

  append(html: string): void {
    this.#text.value += toText(html);
    this.#changed();
  }

  clear(): void {
    this.#text.value = '';
    this.#changed();
  }

  #changed(): void {
    this.#tell('comment.text.changed', this.html);
  }

  #tell(event: Parameters<Listener>[0], newValue: string): void {
    for (const listener of this.#listeners) listener(event, newValue);
  }
}

/** Parsed in a document of its own, in which nothing is loaded or run. */
function toText(html: string): string {
  const lines = html.replaceAll(/<br\s*\/?>|<\/p>\s*(?=<p)/gi, '\n');
  return new DOMParser().parseFromString(`<body>${lines}`, 'text/html').body.textContent;
}
