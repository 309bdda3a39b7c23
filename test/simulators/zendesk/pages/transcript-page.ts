import { html } from 'hono/html';
import type { EmittedEvent } from '../events.ts';
import type { SimulatedZendesk } from '../simulator.ts';
import type { Exchange, Violation } from '../http/transcript.ts';
import type { Html } from './layout.ts';

const MOST_ROWS = 200;

/** Violations, events and HTTP exchanges, the latest first. */
export function transcriptPage(zendesk: SimulatedZendesk): Html {
  return html`<div id="transcript" data-live>
    <h2>Violations of the contract</h2>
    ${table(['When', 'Where', 'What'], latest(zendesk.violations()).map(violationRow))}
    <h2>Events</h2>
    ${table(['When', 'Event', 'Delivered', 'Data'], latest(zendesk.events()).map(eventRow))}
    <h2>HTTP</h2>
    ${table(['When', 'Kind', 'Request', 'Answer', 'Time'], latest(zendesk.transcript()).map(exchangeRow))}
  </div>`;
}

/** One exchange with everything that was said. */
export function exchangePage(exchange: Exchange): Html {
  const headers = (all: Record<string, string>) =>
    Object.entries(all)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n');
  return html`
    <p>${exchange.at}, ${exchange.durationMs} ms ${exchange.error ?? ''}</p>
    <h2>Request</h2>
    <pre>
${exchange.method} ${exchange.url}
${headers(exchange.requestHeaders)}

${readable(exchange.requestHeaders, exchange.requestBody)}</pre>
    <h2>Answer</h2>
    <pre>
${exchange.status ?? 'none'}
${headers(exchange.responseHeaders)}

${readable(exchange.responseHeaders, exchange.responseBody)}</pre>
  `;
}

function latest<Item>(items: Item[]): Item[] {
  return items.slice(-MOST_ROWS).reverse();
}

function table(heads: string[], rows: Html[]): Html {
  if (rows.length === 0) return html`<p class="meta">None.</p>`;
  return html`<table>
    <thead>
      <tr>
        ${heads.map((head) => html`<th>${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function violationRow({ at, kind, severity, message }: Violation): Html {
  return html`<tr>
    <td>${at}</td>
    <td><span class="badge ${severity === 'error' ? 'bad' : 'warn'}">${severity}</span> ${kind}</td>
    <td>${message}</td>
  </tr>`;
}

function eventRow({ event, deliveries }: EmittedEvent): Html {
  return html`<tr>
    <td>${event.timestamp}</td>
    <td>
      ${event.type_id} ${event.error === undefined ? '' : html`<span class="badge bad">${event.error}</span>`}
    </td>
    <td>${deliveries.join(', ') || 'no'}</td>
    <td class="meta">${JSON.stringify(event.data)}</td>
  </tr>`;
}

function exchangeRow(exchange: Exchange): Html {
  const { status, error } = exchange;
  const isBad = error !== undefined || (status ?? 0) >= 400;
  return html`<tr>
    <td>${exchange.at}</td>
    <td>${exchange.kind}</td>
    <td><a href="/transcript/${exchange.id}">${exchange.method} ${exchange.url}</a></td>
    <td><span class="badge ${isBad ? 'bad' : 'good'}">${error ?? status ?? 'none'}</span></td>
    <td>${exchange.durationMs} ms</td>
  </tr>`;
}

function readable(headers: Record<string, string>, body: string): string {
  const type = headers['content-type'] ?? '';
  if (type.includes('x-www-form-urlencoded')) {
    return [...new URLSearchParams(body)].map(([name, value]) => `${name} = ${value}`).join('\n');
  }
  try {
    return type.includes('json') ? JSON.stringify(JSON.parse(body), null, 2) : body;
  } catch {
    return body;
  }
}
