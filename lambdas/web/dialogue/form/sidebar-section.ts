import { integrationName } from '../../channel/manifest.ts';
import { section, textField } from '../../html/fields.ts';
import { html, type Html } from '../../html/html.ts';
import { paths } from '../frame.ts';
import type { FormView } from './view.ts';

/** Where Zendesk has the field, in the words of its own pages. */
const path = `Admin Center > Apps and integrations > Zendesk Support apps > ${integrationName} > Sidebar key > Update`;

/** The key that lets the app beside each ticket speak for this account. */
export function sidebarSection({ session: { texts }, errors, sidebar, nowMs }: FormView): Html {
  if (sidebar === undefined) return html``;
  const { key, previousUntilMs, members } = sidebar;
  const button = (value: string, label: string) =>
    html`<button class="button" formaction="${paths.sidebarKey}" name="sidebar" value="${value}">
      ${label}
    </button>`;
  return section({
    id: 'sidebar',
    heading: texts.text('sidebarHeading'),
    hint: texts.text('sidebarHint'),
    body: html`<div class="field">
        <label for="sidebar-key">${texts.text('sidebarKey')}</label>
        <p class="hint" id="sidebar-key-hint">${texts.text('sidebarPath', { path })}</p>
        <div class="copy">
          <input
            class="input"
            id="sidebar-key"
            type="text"
            readonly
            value="${key}"
            aria-describedby="sidebar-key-hint"
          />
          <button
            class="button"
            type="button"
            hidden
            data-copy="sidebar-key"
            data-copied="${texts.text('copied')}"
          >
            ${texts.text('copy')}
          </button>
        </div>
        ${members > 1 && html`<p class="hint">${texts.plural('sidebarShared', members)}</p>`}
        ${
          previousUntilMs !== undefined &&
          html`<p class="hint">
            ${texts.text('sidebarPrevious', { when: texts.relative(previousUntilMs, nowMs) })}
          </p>`
        }
      </div>
      <div class="field">
        <p class="hint">${texts.rich('sidebarKeysHint')}</p>
        ${button('new', texts.text('sidebarNew'))} ${button('revoke', texts.text('sidebarRevoke'))}
      </div>
      ${textField({
        id: 'join_key',
        name: 'join_key',
        label: texts.text('sidebarJoin'),
        hint: texts.text('sidebarJoinHint'),
        value: '',
        error: errors.get('join_key'),
      })}
      ${button('join', texts.text('sidebarJoinButton'))}`,
  });
}
