import type { FormButton, HtmlForm } from '../html-forms.ts';

/** Field name → what the admin enters: a text, or the values to tick or select. */
export type FormValues = Record<string, string | string[]>;

export interface Submission {
  url: string;
  method: string;
  fields: URLSearchParams;
}

/** What a browser sends: the form's own values, overruled by the chosen ones, and the button that was pressed. */
export function fillIn(form: HtmlForm, values: FormValues, button?: FormButton): Submission {
  const fields = new URLSearchParams();
  const written = new Set<string>();
  for (const control of form.controls) {
    if (control.name === '' || control.disabled) continue;
    const chosen = values[control.name];
    if (isChoice(control.type)) {
      const ticked =
        chosen === undefined
          ? isPreselected(form, control.name, control)
          : [chosen].flat().includes(control.value);
      if (ticked) fields.append(control.name, control.value);
    } else if (chosen === undefined) fields.append(control.name, control.value);
    else if (!written.has(control.name)) {
      for (const value of [chosen].flat()) fields.append(control.name, value);
      written.add(control.name);
    }
  }
  if (button?.name !== undefined) fields.append(button.name, button.value);
  return { url: button?.action ?? form.action, method: form.method, fields };
}

function isChoice(type: string): boolean {
  return type === 'checkbox' || type === 'radio' || type === 'option';
}

/** A select without a selected option sends its first one. */
function isPreselected(form: HtmlForm, name: string, control: HtmlForm['controls'][number]): boolean {
  if (control.type !== 'option') return control.checked;
  const options = form.controls.filter((other) => other.name === name && other.type === 'option');
  return options.some(({ checked }) => checked) ? control.checked : options[0] === control;
}
