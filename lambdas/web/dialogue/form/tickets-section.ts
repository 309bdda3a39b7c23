import { toSubject } from '../../../core/ticket/subject.ts';
import { starSigns } from '../../../core/ticket/stars.ts';
import { fieldset, section, select, textField } from '../../html/fields.ts';
import { html, type Html } from '../../html/html.ts';
import type { TextKey } from '../../texts/catalogue.ts';
import type { Texts } from '../../texts/texts.ts';
import { paths } from '../frame.ts';
import { customFieldNames, starChoices, type CustomFieldName } from '../entries.ts';
import { placeholderList } from '../validate.ts';
import type { FormView } from './view.ts';

export const customFieldTexts = {
  stars: 'fieldStars',
  reference: 'fieldReference',
  domain: 'fieldDomain',
  link: 'fieldLink',
} as const satisfies Record<CustomFieldName, TextKey>;

export function ticketsSection(view: FormView): Html {
  const { session, entries, errors } = view;
  const { texts } = session;
  return section({
    id: 'tickets-section',
    heading: texts.text('ticketsHeading'),
    hint: texts.text('ticketsHint'),
    body: html`${subject(view)}
    ${fieldset({
      id: 'priorities',
      legend: texts.text('priorityByStars'),
      className: 'grid',
      body: html`<div>
        ${starChoices.map((stars) =>
          select({
            id: `priority_${stars}`,
            name: `priority_${stars}`,
            label: texts.text('priorityFor', { stars }),
            value: entries.priorities[stars],
            choices: priorityChoices(texts),
          }),
        )}
      </div>`,
    })}
    ${fieldset({
      id: 'custom_fields',
      legend: texts.text('customFields'),
      hint: texts.text('customFieldsHint'),
      className: 'grid',
      body: html`<div>
        ${customFieldNames.map((name) =>
          textField({
            id: `field_${name}`,
            name: `field_${name}`,
            label: texts.text(customFieldTexts[name]),
            value: entries.customFields[name],
            inputmode: 'numeric',
            size: 'short',
            error: errors.get(`field_${name}`),
          }),
        )}
      </div>`,
    })}
    ${testTicket(view)}`,
  });
}

/** Offered once custom fields are set: only a ticket shows whether their ids are right. */
function testTicket({ session: { account, texts } }: FormView): Html {
  const hasFields = Object.values(account?.settings.customFields ?? {}).some((id) => id !== null);
  if (!hasFields) return html``;
  return html`<p class="hint" id="test-ticket-hint">${texts.text('testTicketHint')}</p>
    <button class="button" formaction="${paths.testTicket}" aria-describedby="test-ticket-hint">
      ${texts.text('testTicket')}
    </button>`;
}

const priorities = {
  '': 'priorityNone',
  low: 'priorityLow',
  normal: 'priorityNormal',
  high: 'priorityHigh',
  urgent: 'priorityUrgent',
} as const satisfies Record<string, TextKey>;

export const priorityTexts = (priority: string) =>
  Object.hasOwn(priorities, priority) ? priorities[priority as keyof typeof priorities] : priorities[''];

const priorityChoices = (texts: Texts) =>
  Object.entries(priorities).map(([priority, key]) => [priority, texts.text(key)] as const);

/** The field, and what it makes of a sample review. The script fills the same values in while somebody types. */
function subject({ session: { texts }, entries, errors, domains }: FormView): Html {
  const sample = {
    stars: 2,
    title: texts.text('previewTitle'),
    domain:
      domains.rows.find(({ businessUnitId }) => entries.domains.includes(businessUnitId))?.domain ??
      'shop.example',
    language: texts.language,
    reference: 'ORD-20417',
    name: texts.text('previewName'),
  };
  const preview = toSubject(
    entries.subject,
    { stars: sample.stars, title: sample.title },
    {
      businessUnitId: '',
      createdAt: '',
      experiencedAt: null,
      language: sample.language,
      referenceId: sample.reference,
      verified: true,
      source: null,
      consumerId: null,
      consumerName: sample.name,
    },
    sample.domain,
  );
  const values = { ...sample, stars: starSigns(sample.stars), rating: `${sample.stars}/5` };
  return html`${textField({
      id: 'subject',
      name: 'subject',
      label: texts.text('subject'),
      hint: texts.text('subjectHint', { list: placeholderList }),
      value: entries.subject,
      required: true,
      error: errors.get('subject'),
      more: html` data-subject="${JSON.stringify(values)}"`,
    })}
    <p class="preview">
      <span>${texts.text('preview')}</span> <output for="subject" id="preview">${preview}</output>
    </p>`;
}
