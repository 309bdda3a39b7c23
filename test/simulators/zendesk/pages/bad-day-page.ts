import { html } from 'hono/html';
import { type BadDay, badDayChangeSchema, badDaySchema } from '../bad-day.ts';
import { action, type Html } from './layout.ts';

type Kind = 'switch' | 'count' | 'milliseconds' | 'ids' | readonly string[];

const switches: Record<keyof BadDay, [Kind, string]> = {
  notConverted: ['ids', 'Taken over but never converted: these external ids (* = anything), one a line'],
  notConvertedNext: ['count', 'Taken over but never converted: the next so many resources'],
  refusesBatchWith: ['ids', 'Refuse every pull that brings one of these external ids, one a line'],
  events: [badDaySchema.shape.events.options, 'Events arrive'],
  dropPullResponses: ['count', 'Lose the answers of the next so many pulls'],
  dropChannelbackResponses: ['count', 'Lose the answers of the next so many replies'],
  failChannelbackConnections: ['count', 'The next so many replies do not reach the service'],
  pullTimeoutMs: ['milliseconds', 'Give up a pull after so many milliseconds (empty = one minute)'],
  channelbackTimeoutMs: ['milliseconds', 'Give up a reply after so many milliseconds (empty = one minute)'],
  overlappingPulls: ['switch', 'Pull each account twice at once'],
  twinChannelbacks: ['switch', 'Send each reply twice at once'],
  dedupeSurvivesUninstall: ['switch', 'Remember imported ids after an uninstall'],
  staleManifest: ['switch', 'Go on with the old manifest'],
  pollingPaused: ['switch', 'Do not poll by itself'],
  sidebarAnswers: [badDaySchema.shape.sidebarAnswers.options, "A sidebar's request is answered by"],
  sidebarDelayMs: ['count', 'A sidebar waits so many milliseconds longer'],
  sidebarTokens: [badDaySchema.shape.sidebarTokens.options, "A sidebar's token is"],
};

const names = Object.keys(switches) as (keyof BadDay)[];

export function badDayPage(badDay: Readonly<BadDay>, heldEvents: number, notice?: string): Html {
  return html`
    ${notice === undefined ? '' : html`<div class="notice" role="status">${notice}</div>`}
    <div class="row">
      ${action('/good-day', 'Everything works again')}
      ${heldEvents === 0 ? '' : action('/release-events', `Deliver ${heldEvents} late events`)}
    </div>
    <form class="card" method="post" action="/bad-day">
      ${names.map((name) => control(name, badDay))}
      <p><button class="primary">Save</button></p>
    </form>
  `;
}

function control(name: keyof BadDay, badDay: Readonly<BadDay>): Html {
  const [kind, label] = switches[name];
  const value = badDay[name];
  if (kind === 'switch') {
    const checked = value === true ? html`checked` : '';
    return html`<label class="switch"><input type="checkbox" name="${name}" ${checked} /> ${label}</label>`;
  }
  return html`<label for="${name}">${label}</label> ${field(name, kind, value)}`;
}

function field(name: string, kind: Kind, value: BadDay[keyof BadDay]): Html {
  if (kind === 'ids')
    return html`<textarea id="${name}" name="${name}" rows="2">${[value].flat().join('\n')}</textarea>`;
  if (typeof kind !== 'string') {
    const options = kind.map(
      (mode) => html`<option ${mode === value ? html`selected` : ''}>${mode}</option>`,
    );
    return html`<select id="${name}" name="${name}">
      ${options}
    </select>`;
  }
  return html`<input type="number" min="0" id="${name}" name="${name}" value="${String(value ?? '')}" />`;
}

/** The switches as the form says. */
export function readBadDay(form: URLSearchParams): Partial<BadDay> {
  const read = (name: keyof BadDay): unknown => {
    const text = form.get(name)?.trim() ?? '';
    const [kind] = switches[name];
    switch (kind) {
      case 'switch':
        return form.has(name);
      case 'ids':
        return text
          .split(/\r?\n/)
          .map((id) => id.trim())
          .filter(Boolean);
      case 'count':
        return Number(text);
      case 'milliseconds':
        return text === '' ? null : Number(text);
      default:
        return text || kind[0];
    }
  };
  return badDayChangeSchema.parse(
    Object.fromEntries(names.map((name) => [name, read(name)])),
  ) as Partial<BadDay>;
}
