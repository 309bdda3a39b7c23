import { checkbox, fieldset, section, textField } from '../../html/fields.ts';
import { html, type Html } from '../../html/html.ts';
import { paths } from '../frame.ts';
import { maxListed, type DomainRow } from '../read-domains.ts';
import type { FormView } from './view.ts';

/** With more domains than this there is a field to search them. */
const searchAbove = 10;

export function domainsSection(view: FormView): Html {
  const { session, entries, errors, domains } = view;
  const { texts } = session;
  const { rows, listing, dead } = domains;
  const note = dead
    ? undefined
    : listing === 'failed'
      ? texts.text('domainsListFailed')
      : listing === 'cut'
        ? texts.text('domainsListCut', { max: texts.number(maxListed) })
        : undefined;
  return section({
    id: 'domains-section',
    heading: texts.text('domainsHeading'),
    hint: texts.text('domainsHint'),
    body: html`${note !== undefined && html`<p class="note">${note}</p>`}
      ${fieldset({
        id: 'domains',
        legend: texts.text('domainsLegend'),
        error: errors.get('domains'),
        className: 'boxes',
        body: html`${rows.length > searchAbove && search(view)}
          <div class="domains" data-domains>${rows.map((row) => domainRow(view, row))}</div>`,
      })}
      <div class="add">
        ${textField({
          id: 'new_domain',
          name: 'new_domain',
          label: texts.text('domainAdd'),
          hint: texts.text('domainAddHint'),
          value: entries.newDomain,
          inputmode: 'url',
          error: errors.get('new_domain'),
          more: html` data-enter="add"`,
        })}
        <button class="button" formaction="${paths.addDomain}" id="add">
          ${texts.text('domainAddButton')}
        </button>
      </div>`,
  });
}

/** Works with the script only, so without it there is none. */
const search = ({ session: { texts } }: FormView): Html =>
  html`<div class="field search" hidden data-search>
    <label for="search">${texts.text('domainsSearch')}</label>
    <input
      class="input"
      id="search"
      type="search"
      autocomplete="off"
      data-enter="nothing"
      aria-controls="domains"
    />
    <p class="hint" role="status" data-search-none="${texts.text('domainsSearchNone')}"></p>
  </div>`;

function domainRow({ session: { texts }, entries, errors }: FormView, row: DomainRow): Html {
  const { businessUnitId, domain, displayName, takenBy } = row;
  const id = `domain-${businessUnitId}`;
  const taken = takenBy === undefined ? undefined : texts.text('domainTaken', { account: takenBy, domain });
  return checkbox({
    id,
    name: 'domain',
    value: businessUnitId,
    label: domain,
    hint: taken ?? (displayName === domain ? undefined : displayName),
    checked: takenBy === undefined && entries.domains.includes(businessUnitId),
    disabled: takenBy !== undefined,
    error: errors.get(id),
  });
}
