import { attribute, flag, html, type Html } from './html.ts';

interface FieldOptions {
  id: string;
  label: string | Html;
  hint?: string | Html | undefined;
  error?: string | undefined;
}

const describedBy = ({ id, hint, error }: Pick<FieldOptions, 'id' | 'hint' | 'error'>): Html =>
  attribute(
    'aria-describedby',
    [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ') ||
      undefined,
  );

const invalid = (error: string | undefined): Html => attribute('aria-invalid', error !== undefined && 'true');

export const hintOf = ({ id, hint }: Pick<FieldOptions, 'id' | 'hint'>): Html =>
  html`${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}`;

/** A field's error stands right below it and is tied to it. */
export const errorOf = ({ id, error }: Pick<FieldOptions, 'id' | 'error'>): Html =>
  html`${error !== undefined && html`<p class="error" id="${id}-error">${error}</p>`}`;

export interface TextFieldOptions extends FieldOptions {
  name: string;
  value: string;
  type?: 'text' | 'search';
  /** Input helpers: what kind of text it is. */
  inputmode?: 'numeric' | 'url';
  required?: boolean;
  size?: 'short' | undefined;
  /** Further attributes of the input, e.g. for the page's script. */
  more?: Html;
}

export function textField(options: TextFieldOptions): Html {
  const { id, name, label, value, type = 'text', error, inputmode, required = false, size, more } = options;
  return html`<div class="field${size === 'short' && ' field-short'}">
    <label for="${id}">${label}</label>${hintOf(options)}
    <input
      class="input"
      id="${id}"
      name="${name}"
      type="${type}"
      value="${value}"
      autocomplete="off"
      ${attribute('inputmode', inputmode)}${attribute('aria-required', required && 'true')}${describedBy(options)}${invalid(error)}${more}
    />
    ${errorOf(options)}
  </div>`;
}

export interface CheckboxOptions extends FieldOptions {
  name: string;
  value?: string;
  checked: boolean;
  disabled?: boolean;
  role?: 'switch';
  more?: Html;
}

export function checkbox(options: CheckboxOptions): Html {
  const { id, name, value = 'on', label, checked, disabled = false, role, error, more } = options;
  return html`<div class="${role === 'switch' ? 'toggle' : 'check'}">
    <input
      type="checkbox"
      id="${id}"
      name="${name}"
      value="${value}"
      ${attribute('role', role)}${flag('checked', checked)}${flag('disabled', disabled)}${describedBy(options)}${invalid(error)}${more}
    />
    <div><label for="${id}">${label}</label>${hintOf(options)}${errorOf(options)}</div>
  </div>`;
}

export interface SelectOptions extends FieldOptions {
  name: string;
  value: string;
  choices: readonly (readonly [value: string, label: string])[];
  more?: Html;
}

export function select(options: SelectOptions): Html {
  const { id, name, label, value, choices, error, more } = options;
  return html`<div class="field field-short">
    <label for="${id}">${label}</label>${hintOf(options)}
    <div class="select">
      <select class="input" id="${id}" name="${name}" ${describedBy(options)}${invalid(error)}${more}>
        ${choices.map(
          ([choice, text]) =>
            html`<option value="${choice}" ${flag('selected', choice === value)}>${text}</option>`,
        )}
      </select>
    </div>
    ${errorOf(options)}
  </div>`;
}

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}" />`;

/** A group of controls with one question above them. */
export function fieldset(
  options: Omit<FieldOptions, 'label'> & { legend: string; body: Html; className?: string },
): Html {
  const { id, legend, body, className } = options;
  return html`<fieldset
    id="${id}"
    class="group${className !== undefined && ` ${className}`}"
    tabindex="-1"
    ${describedBy(options)}
  >
    <legend>${legend}</legend>
    ${hintOf(options)} ${body} ${errorOf(options)}
  </fieldset>`;
}

/** A part of the page: what it is about on one side, its controls on the other. */
export const section = (options: {
  id: string;
  heading: string;
  hint?: string | undefined;
  body: Html;
}): Html =>
  html`<section class="section" aria-labelledby="${options.id}-heading">
    <div class="section-intro">
      <h2 id="${options.id}-heading">${options.heading}</h2>
      ${options.hint !== undefined && html`<p>${options.hint}</p>`}
    </div>
    <div class="section-body">${options.body}</div>
  </section>`;
