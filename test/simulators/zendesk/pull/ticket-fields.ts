import type { FieldValue, TicketStatus } from '../model.ts';

export interface TicketFields {
  subject: string;
  status: TicketStatus;
  type: string | undefined;
  priority: string | undefined;
  tags: string[];
  customFields: FieldValue[];
}

/** A value that Zendesk would refuse: the resource fails rather than being half applied. */
export class FieldError extends Error {
  override name = 'FieldError';
}

const types = ['question', 'incident', 'problem', 'task'];
const priorities = ['low', 'normal', 'high', 'urgent'];
const statuses: TicketStatus[] = ['new', 'open', 'pending', 'hold', 'solved'];

const SUBJECT_FROM_MESSAGE = 80;

/** What a new ticket starts with. `fields` count only here; later resources of the thread change nothing. */
export function toTicketFields(message: string, fields: FieldValue[], tagsAsString: boolean): TicketFields {
  const ticket: TicketFields = {
    subject: subjectFrom(message),
    status: 'new',
    type: undefined,
    priority: undefined,
    tags: [],
    customFields: [],
  };
  for (const { id, value } of fields) {
    if (id === 'subject') ticket.subject = textOf(id, value);
    else if (id === 'type') ticket.type = oneOf(id, value, types);
    else if (id === 'priority') ticket.priority = oneOf(id, value, priorities);
    else if (id === 'status') ticket.status = oneOf(id, value, statuses);
    else if (id === 'tags') ticket.tags = tagsOf(value, tagsAsString);
    else ticket.customFields.push({ id, value });
  }
  return ticket;
}

/** Without a subject Zendesk takes the beginning of the message. */
function subjectFrom(message: string): string {
  const firstLine = message.trim().split('\n')[0] ?? '';
  return Array.from(firstLine.trim()).slice(0, SUBJECT_FROM_MESSAGE).join('');
}

function textOf(id: string, value: unknown): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new FieldError(`field ${id}: not a text`);
}

function oneOf<Value extends string>(id: string, value: unknown, allowed: readonly Value[]): Value {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new FieldError(`field ${id}: not one of ${allowed.join(', ')}`);
  return found;
}

function tagsOf(value: unknown, tagsAsString: boolean): string[] {
  const tags: unknown =
    tagsAsString && typeof value === 'string' ? value.split(/\s+/).filter(Boolean) : value;
  if (!Array.isArray(tags)) throw new FieldError('field tags: not an array');
  // A tag cannot hold white space: Zendesk separates tags by it.
  if (!tags.every((tag): tag is string => typeof tag === 'string' && /^\S+$/.test(tag))) {
    throw new FieldError('field tags: not an array of words');
  }
  return [...new Set(tags.map((tag) => tag.toLowerCase()))];
}
