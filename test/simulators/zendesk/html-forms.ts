import { decodeEntities } from './html-entities.ts';

export interface FormControl {
  name: string;
  type: string;
  value: string;
  checked: boolean;
  disabled: boolean;
}

export interface FormButton {
  name: string | undefined;
  value: string;
  label: string;
  action: string | undefined;
}

/** A form of a page of the service, as far as a browser without scripts can use it. */
export interface HtmlForm {
  id: string | undefined;
  action: string;
  method: string;
  controls: FormControl[];
  buttons: FormButton[];
}

interface Tag {
  name: string;
  attributes: Map<string, string>;
  /** Text up to the next tag of the same kind; for option, textarea and button. */
  inner: string;
  at: number;
}

/** Finds the forms of a page. No HTML parser: the service's own pages are regular enough. */
export function readForms(page: string, pageUrl: string): HtmlForm[] {
  const html = page.replace(/<!--.*?-->/gs, '').replace(/<(script|style|template)\b.*?<\/\1>/gis, '');
  const tags = readTags(html);
  return tags.filter(({ name }) => name === 'form').map((form) => readForm(html, form, tags, pageUrl));
}

function readForm(html: string, form: Tag, tags: Tag[], pageUrl: string): HtmlForm {
  const closing = html.slice(form.at).search(/<\/form\s*>/i);
  const end = closing === -1 ? html.length : form.at + closing;
  const id = form.attributes.get('id');
  const own = tags.filter(({ at, attributes }) => {
    const owner = attributes.get('form');
    return owner === undefined ? at > form.at && at < end : owner === id;
  });
  return {
    id,
    action: new URL(form.attributes.get('action') ?? '', pageUrl).href,
    method: (form.attributes.get('method') ?? 'get').toUpperCase(),
    controls: readControls(own),
    buttons: own.filter(isButton).map((button) => readButton(button, pageUrl)),
  };
}

function isButton({ name, attributes }: Tag): boolean {
  const type = attributes.get('type')?.toLowerCase();
  return (
    (name === 'button' && type !== 'button' && type !== 'reset') || (name === 'input' && type === 'submit')
  );
}

function readButton({ attributes, inner }: Tag, pageUrl: string): FormButton {
  const action = attributes.get('formaction');
  const value = attributes.get('value') ?? '';
  return {
    name: attributes.get('name'),
    value,
    label: textOf(inner) || value,
    action: action === undefined ? undefined : new URL(action, pageUrl).href,
  };
}

function readControls(tags: Tag[]): FormControl[] {
  const controls: FormControl[] = [];
  let select: Tag | undefined;
  for (const tag of tags) {
    if (tag.name === 'select') select = tag;
    const control = tag.name === 'option' ? readOption(tag, select) : readInput(tag);
    if (control !== undefined) controls.push(control);
  }
  return controls;
}

function readInput({ name, attributes, inner }: Tag): FormControl | undefined {
  if (name !== 'input' && name !== 'textarea') return undefined;
  const type = name === 'textarea' ? 'textarea' : (attributes.get('type') ?? 'text').toLowerCase();
  if (['submit', 'button', 'reset', 'image', 'file'].includes(type)) return undefined;
  const isChoice = type === 'checkbox' || type === 'radio';
  return {
    name: attributes.get('name') ?? '',
    type,
    // HTML drops one line end right after <textarea>.
    value:
      name === 'textarea'
        ? decodeEntities(inner.replace(/^\r?\n/, ''))
        : (attributes.get('value') ?? (isChoice ? 'on' : '')),
    checked: attributes.has('checked'),
    disabled: attributes.has('disabled'),
  };
}

function readOption({ attributes, inner }: Tag, select: Tag | undefined): FormControl | undefined {
  if (select === undefined) return undefined;
  return {
    name: select.attributes.get('name') ?? '',
    type: 'option',
    value: attributes.get('value') ?? textOf(inner),
    checked: attributes.has('selected'),
    disabled: attributes.has('disabled') || select.attributes.has('disabled'),
  };
}

function readTags(html: string): Tag[] {
  const tags: Tag[] = [];
  const pattern = /<(form|input|select|option|textarea|button)\b((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
  for (const match of html.matchAll(pattern)) {
    const name = (match[1] ?? '').toLowerCase();
    const rest = html.slice(match.index + match[0].length);
    const end = rest.search(new RegExp(`</(?:${name}|select)\\s*>|<${name}\\b`, 'i'));
    const hasText = ['option', 'textarea', 'button'].includes(name);
    const inner = hasText ? rest.slice(0, end === -1 ? undefined : end) : '';
    tags.push({ name, attributes: readAttributes(match[2] ?? ''), inner, at: match.index });
  }
  return tags;
}

function readAttributes(text: string): Map<string, string> {
  const pattern = /([^\s"'=/>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
  const attributes = [...text.matchAll(pattern)].map(([, name, double, single, bare]): [string, string] => [
    (name ?? '').toLowerCase(),
    decodeEntities(double ?? single ?? bare ?? ''),
  ]);
  return new Map(attributes);
}

function textOf(html: string): string {
  return decodeEntities(html.replace(/<[^>]*>/g, ''))
    .replace(/\s+/g, ' ')
    .trim();
}
