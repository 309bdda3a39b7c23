import type { Commands } from '../commands.ts';
import { type Fault, chaosSchema, faultSchema } from '../faults.ts';
import { readSwitches } from './bad-day.ts';

type Form = URLSearchParams;

/** A browser sends line ends as CRLF. */
const text = (form: Form, name: string): string => (form.get(name) ?? '').replaceAll('\r\n', '\n').trim();
const textOrNull = (form: Form, name: string): string | null => text(form, name) || null;

export function writeReview(commands: Commands, form: Form): void {
  commands.createReview({
    domain: text(form, 'domain'),
    name: textOrNull(form, 'name'),
    stars: starsOf(form),
    title: textOrNull(form, 'title'),
    text: textOrNull(form, 'text'),
    language: textOrNull(form, 'language'),
    referenceId: textOrNull(form, 'referenceId'),
  });
}

/** What the buttons and forms under a review do. */
export const reviewActions: Record<string, (commands: Commands, id: string, form: Form) => void> = {
  edit: (commands, id, form) => {
    const change = { stars: starsOf(form), title: textOrNull(form, 'title'), text: textOrNull(form, 'text') };
    commands.editReview(id, change);
  },
  delete: (commands, id) => commands.deleteReview(id),
  hide: (commands, id) => void commands.hideReview(id),
  restore: (commands, id) => void commands.restoreReview(id),
  reply: (commands, id, form) =>
    commands.colleagueReplies(id, text(form, 'text'), text(form, 'author') || undefined),
  'delete-reply': (commands, id) => commands.colleagueDeletesReply(id),
};

const hourMs = 3_600_000;

/** What the buttons and forms of the bad day do. */
export const badDayActions: Record<string, (commands: Commands, form: Form) => void> = {
  clear: (commands) => commands.clearFaults(),
  'expire-tokens': (commands) => commands.expireAccessTokens(),
  'expire-refresh-tokens': (commands) => commands.expireRefreshTokens(),
  hour: (commands) => commands.advanceClock(hourMs),
  day: (commands) => commands.advanceClock(24 * hourMs),
  fault: (commands, form) => commands.failNext(readFault(form)),
  chaos: (commands, form) => {
    const rate = Number(form.get('percent')) / 100;
    commands.chaos(chaosSchema.parse({ seed: Number(form.get('seed')), rate, kinds: form.getAll('kinds') }));
  },
  switches: (commands, form) => commands.setSwitches(readSwitches(form, commands.switches())),
};

function readFault(form: Form): Fault {
  const given = Object.entries({
    kind: form.get('kind'),
    route: form.get('route'),
    times: numberOrNull(form, 'times'),
    retryAfterSeconds: numberOrNull(form, 'retryAfterSeconds'),
    delayMs: numberOrNull(form, 'delayMs'),
    afterEffect: form.has('afterEffect'),
  }).filter(([, value]) => value !== null && value !== '');
  return faultSchema.parse(Object.fromEntries(given));
}

const numberOrNull = (form: Form, name: string): number | null => {
  const value = form.get(name);
  return value ? Number(value) : null;
};

function starsOf(form: Form): number {
  const stars = Number(form.get('stars'));
  if (![1, 2, 3, 4, 5].includes(stars)) throw new Error('Stars must be 1 to 5');
  return stars;
}
