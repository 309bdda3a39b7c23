export type Child = Node | string | false | null | undefined;

interface Properties {
  /** `true` stands for an attribute without a value; `false` and undefined leave it out. */
  [attribute: string]: string | number | boolean | undefined;
}

/** Every node of the page is made here: text stays text, whoever wrote it. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => typeof child === 'string' || child instanceof Node));
  return made;
}

export interface ButtonOptions {
  /** Keeps the focus when the card is drawn again. */
  id: string;
  onClick: () => void;
  /** Announced and without effect, but still focused. */
  busy?: boolean;
  kind?: 'plain' | 'quiet' | 'danger' | 'chip';
  /** Says more than the visible text does. */
  name?: string;
  expanded?: boolean;
}

export function button(label: Child, { id, onClick, busy, kind = 'plain', name, expanded }: ButtonOptions) {
  const made = element(
    'button',
    {
      type: 'button',
      id,
      class: `button ${kind}`,
      'aria-label': name,
      title: name,
      'aria-disabled': busy === true ? 'true' : undefined,
      'aria-expanded': expanded === undefined ? undefined : String(expanded),
    },
    label,
  );
  made.addEventListener('click', () => {
    if (busy !== true) onClick();
  });
  return made;
}

/** A link out of Zendesk; nothing but its text where the address is not https. */
export function link(id: string, label: string, address: string, newTab: string): HTMLElement {
  if (!address.startsWith('https://')) return element('span', {}, label);
  return element(
    'a',
    { id, href: address, target: '_blank', rel: 'noopener noreferrer' },
    label,
    element('span', { class: 'arrow', 'aria-hidden': 'true' }, '↗'),
    element('span', { class: 'unseen' }, ` (${newTab})`),
  );
}

/** A part of the card under a heading of its own, which takes the focus when a control of it is gone. */
export function section(name: string, heading: string, ...children: Child[]): HTMLElement {
  const id = `${name}-heading`;
  return element(
    'section',
    { class: `part ${name}`, 'aria-labelledby': id },
    element('h2', { id, tabindex: -1 }, heading),
    ...children,
  );
}

const longText = 700;

/** What a person wrote, in the language they wrote it. A long one scrolls, by keyboard too. */
export function written(text: string, lang: string | null = null): HTMLElement {
  const isLong = text.length > longText;
  return element(
    'p',
    {
      class: isLong ? 'written long' : 'written',
      lang: lang ?? '',
      dir: 'auto',
      tabindex: isLong ? 0 : undefined,
    },
    text,
  );
}

/** Puts new content in place of the old; focus, selection and caret stay where they were. */
export function redraw(container: HTMLElement, ...children: Child[]): void {
  const focused = document.activeElement;
  const inside = focused instanceof HTMLElement && container.contains(focused) ? focused : undefined;
  const heading = inside?.closest('section')?.querySelector('h2')?.id;
  const caret = isTextField(inside) ? [inside.selectionStart, inside.selectionEnd] : undefined;
  container.replaceChildren(
    ...children.filter((child) => typeof child === 'string' || child instanceof Node),
  );
  if (inside === undefined) return;
  const next = byId(inside.id) ?? byId(heading) ?? container.querySelector<HTMLElement>('h1');
  next?.focus({ preventScroll: true });
  if (caret !== undefined && isTextField(next)) next.setSelectionRange(caret[0] ?? null, caret[1] ?? null);
}

const byId = (id: string | undefined): HTMLElement | null =>
  id === undefined || id === '' ? null : document.getElementById(id);

const isTextField = (node: unknown): node is HTMLInputElement | HTMLTextAreaElement =>
  (node instanceof HTMLInputElement && node.type === 'text') || node instanceof HTMLTextAreaElement;
