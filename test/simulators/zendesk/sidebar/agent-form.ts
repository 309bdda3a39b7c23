import { html } from 'hono/html';
import type { Html } from '../pages/layout.ts';
import { type Agent, groupNames, roles } from './agent.ts';

/** Zendesk's codes for the languages of the product, and one that it does not speak. */
const locales = ['en-US', 'sv', 'da', 'no', 'fi', 'de', 'fr', 'es', 'it', 'nl', 'pt-BR', 'pl', 'ja'];

/** The signed-in agent: what an app is told, and what an admin's restrictions look at. */
export function agentForm(agent: Agent, back: string): Html {
  return html`<form class="card agent-form" method="post" action="/agent">
    <h2>You are ${agent.name}</h2>
    <input type="hidden" name="back" value="${back}" />
    <input type="hidden" name="profile" value="1" />
    ${select('colorScheme', 'Colours', ['light', 'dark'], agent.colorScheme)}
    ${select('locale', 'Language', locales, agent.locale)} ${select('role', 'Role', roles, agent.role)}
    ${checkboxes('groups', 'Groups', groupNames, agent.groups)}
    <p><button>Save</button></p>
  </form>`;
}

export function checkboxes(
  name: string,
  legend: string,
  choices: readonly string[],
  chosen: readonly string[],
): Html {
  const boxes = choices.map((choice) => {
    const checked = chosen.includes(choice) ? html`checked` : '';
    return html`<label class="switch"
      ><input type="checkbox" name="${name}" value="${choice}" ${checked} /> ${choice}</label
    >`;
  });
  return html`<fieldset>
    <legend>${legend}</legend>
    ${boxes}
  </fieldset>`;
}

function select(name: string, label: string, choices: readonly string[], chosen: string): Html {
  const options = choices.map(
    (choice) => html`<option ${choice === chosen ? html`selected` : ''}>${choice}</option>`,
  );
  return html`<label for="${name}">${label}</label>
    <select id="${name}" name="${name}" autocomplete="off">
      ${options}
    </select>`;
}
