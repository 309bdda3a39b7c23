import { section, textField } from '../../html/fields.ts';
import { html, type Html } from '../../html/html.ts';
import { paths, popupName } from '../frame.ts';
import { connectionOf } from '../session.ts';
import type { FormView } from './view.ts';

/** Name and connection. */
export function accountSection({ session, entries, errors, domains }: FormView): Html {
  const { texts, dialogue } = session;
  const connection = connectionOf(session);
  const who = connection?.businessUserName;
  const dead = domains.dead || connection?.status === 'dead';
  const connected = who === undefined ? texts.text('connected') : texts.text('connectedAs', { name: who });
  return section({
    id: 'account',
    heading: texts.text('accountHeading'),
    hint: texts.text('accountHint'),
    body: html`${textField({
        id: 'name',
        name: 'name',
        label: texts.text('accountName'),
        value: entries.name,
        required: true,
        error: errors.get('name'),
      })}
      <div class="connection${dead && ' connection-dead'}">
        <p class="connection-state">
          <span class="dot" aria-hidden="true"></span>${dead ? texts.text('statusDead') : connected}
        </p>
        ${dialogue.base !== undefined && dialogue.connection !== undefined && html`<p class="hint">${texts.text('reconnected')}</p>`}
        <button class="button" formaction="${paths.connect}" formtarget="${popupName}" data-popup>
          ${texts.text('reconnect')}
        </button>
        <p
          class="waiting"
          role="status"
          data-connect-status
          data-waiting="${texts.text('connectWaiting')}"
          data-done="${texts.text('connectDone')}"
          data-blocked="${texts.text('connectBlocked')}"
        ></p>
      </div>`,
  });
}
