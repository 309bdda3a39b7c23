import { html as honoHtml } from 'hono/html';

/** A piece of page: nothing in it needs escaping any more. */
export type Html = Extract<ReturnType<typeof honoHtml>, string>;
export type HtmlValue = string | number | false | undefined | null | Html | HtmlValue[];

/** HTML from a template; every value is escaped unless it is `Html` itself. Empty values leave no trace. */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  const made = honoHtml(withoutIndentation(strings), ...values);
  // Only promises among the values make it a promise, and HtmlValue has none.
  if (made instanceof Promise) throw new TypeError('A template of a page must not wait for anything.');
  return made;
}

const thinned = new WeakMap<TemplateStringsArray, TemplateStringsArray>();

/** The template's own indentation stays here; values are never touched. */
function withoutIndentation(strings: TemplateStringsArray): TemplateStringsArray {
  const known = thinned.get(strings);
  if (known !== undefined) return known;
  const cut = (text: string): string => text.replaceAll(/\n\s+/g, '\n');
  const thin = Object.assign(strings.map(cut), { raw: strings.raw.map(cut) });
  thinned.set(strings, thin);
  return thin;
}

/** `name="value"`, or nothing. For attributes that are there or not. */
export const attribute = (name: string, value: string | false | undefined): Html =>
  value === undefined || value === false ? html`` : html` ${name}="${value}"`;

/** A boolean attribute such as `checked`. */
export const flag = (name: 'checked' | 'selected' | 'disabled' | 'autofocus', on: boolean): Html =>
  on ? html` ${name}` : html``;
