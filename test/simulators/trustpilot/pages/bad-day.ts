import { html } from 'hono/html';
import { z } from 'zod';
import type { Answer } from '../answer.ts';
import type { Commands } from '../commands.ts';
import { faultKinds } from '../faults.ts';
import { routeNames } from '../route-names.ts';
import { type Switches, switchesSchema } from '../switches.ts';
import { type Html, layout } from './layout.ts';
import { switchTexts } from './switch-texts.ts';

/** Everything that can go wrong, to switch on by hand. */
export async function badDayPage(commands: Commands): Promise<Answer> {
  const counts = commands.callCounts();
  const content = html`
    <section class="card">
      <h2>Now</h2>
      <p>${new Date(commands.nowMs()).toISOString()} · ${counts.total} calls so far</p>
      ${commands.pendingFaults().map(({ fault, left }) => html`<p>${fault.kind} on ${fault.route ?? 'any call'}, ${left} to come</p>`)}
      <div class="row">
        ${button('clear', 'No more faults')} ${button('expire-tokens', 'Expire access tokens')}
        ${button('expire-refresh-tokens', 'Expire refresh tokens')} ${button('hour', 'One hour later')}
        ${button('day', 'One day later')}
      </div>
    </section>
    ${faultForm()} ${chaosForm()} ${switchForm(commands.switches())}
  `;
  return layout(200, 'Bad day', content);
}

const button = (action: string, label: string): Html =>
  html`<form method="post" action="/ui/bad-day/${action}"><button>${label}</button></form>`;

const kindOptions = faultKinds.map((kind) => html`<option>${kind}</option>`);
const routeOptions = routeNames.map((name) => html`<option>${name}</option>`);

const faultForm = (): Html => html`
  <form class="card" method="post" action="/ui/bad-day/fault">
    <h2>Make the next calls fail</h2>
    <label
      >Call
      <select name="route">
        <option value="">any</option>
        ${routeOptions}
      </select></label
    >
    <label
      >Kind
      <select name="kind">
        ${kindOptions}
      </select></label
    >
    <label>Times <input name="times" type="number" min="1" value="1" /></label>
    <label>Retry-After, seconds <input name="retryAfterSeconds" type="number" min="0" /></label>
    <label>Delay, milliseconds <input name="delayMs" type="number" min="0" /></label>
    <label class="line"><input name="afterEffect" type="checkbox" /> The call does its work first</label>
    <button class="primary">Set</button>
  </form>
`;

const chaosForm = (): Html => html`
  <form class="card" method="post" action="/ui/bad-day/chaos">
    <h2>Chaos</h2>
    <label
      >Share of calls that fail, percent <input name="percent" type="number" min="0" max="100" value="10"
    /></label>
    <label>Seed <input name="seed" type="number" value="1" /></label>
    <label
      >Kinds
      <select name="kinds" multiple required size="8">
        ${kindOptions}
      </select></label
    >
    <button class="primary">Begin</button>
  </form>
`;

function switchForm(switches: Switches): Html {
  const fields = Object.entries(switchTexts).map(([name, text]) =>
    switchField(name as keyof Switches, text, switches),
  );
  return html`<form class="card" method="post" action="/ui/bad-day/switches">
    <h2>Switches</h2>
    ${fields}
    <button class="primary">Save switches</button>
  </form>`;
}

function switchField(name: keyof Switches, text: string, switches: Switches): Html {
  const value = switches[name];
  if (typeof value === 'boolean')
    return html`<label class="line"
      ><input name="${name}" type="checkbox" ${value ? 'checked' : ''} /> ${text}</label
    >`;
  if (typeof value === 'number')
    return html`<label>${text} <input name="${name}" type="number" min="0" value="${value}" /></label>`;
  const field = switchesSchema.shape[name];
  if (!(field instanceof z.ZodEnum))
    return html`<label>${text} <input name="${name}" value="${value}" /></label>`;
  const options = field.options.map(
    (option) => html`<option ${option === value ? 'selected' : ''}>${option}</option>`,
  );
  return html`<label
    >${text}
    <select name="${name}">
      ${options}
    </select></label
  >`;
}

/** The whole form, in which an absent checkbox means no. */
export function readSwitches(form: URLSearchParams, now: Switches): Switches {
  const read = (name: string, value: boolean | number | string): unknown => {
    if (typeof value === 'boolean') return form.has(name);
    return typeof value === 'number' ? Number(form.get(name) ?? value) : (form.get(name) ?? value);
  };
  return switchesSchema.parse(
    Object.fromEntries(Object.entries(now).map(([name, value]) => [name, read(name, value)])),
  );
}
