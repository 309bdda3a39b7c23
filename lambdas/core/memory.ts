import { fingerprint } from './fingerprint.ts';
import type { Review } from './review.ts';

/*
 * What a walk over a domain's reviews remembers of them: enough to tell which are unknown, which have changed and
 * which have vanished. By the hour of creation, so that a walk reads and writes only the hours it went through.
 */

/** Older reviews are no longer looked after. */
export const memoryMs = 30 * 86_400_000;
/** So long they are remembered: the last walk over a review may come late, when calls are short. */
export const rememberedMs = 45 * 86_400_000;

export interface Remembered {
  reviewId: string;
  print: string;
  /** Whole seconds, as Trustpilot's times are. */
  createdAtMs: number;
}

/** By hour, `2026-11-20T14`. */
export type Memory = ReadonlyMap<string, readonly Remembered[]>;

export const hourOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 13);

export const createdAtMs = ({ details }: Review): number => Date.parse(details.createdAt);

export const toRemembered = (review: Review): Remembered => ({
  reviewId: review.reviewId,
  print: fingerprint(review),
  createdAtMs: Math.floor(createdAtMs(review) / 1000) * 1000,
});

/** Everything in it, newest first. */
export const newestFirst = (memory: Memory): Remembered[] =>
  [...memory.values()].flat().sort((a, b) => b.createdAtMs - a.createdAtMs);

/** The part of a domain's reviews that a read has shown completely. Bounds excluded: whose side they are on is not documented. */
export interface Window {
  afterMs: number;
  beforeMs: number;
}

export interface Differences {
  unknown: Review[];
  changed: Review[];
  /** Remembered in the window, and not shown. */
  vanished: Remembered[];
  /** How many the window held before. */
  inWindow: number;
}

/** Compares what a read showed with what is remembered. `otherIds`: shown, but in a way that could not be read. */
export function compare(
  memory: Memory,
  shown: Review[],
  otherIds: string[],
  { afterMs, beforeMs }: Window,
): Differences {
  const all = [...memory.values()].flat();
  const prints = new Map(all.map(({ reviewId, print }) => [reviewId, print]));
  const shownIds = new Set([...shown.map(({ reviewId }) => reviewId), ...otherIds]);
  const inWindow = all.filter((one) => one.createdAtMs > afterMs && one.createdAtMs < beforeMs);
  return {
    unknown: shown.filter(({ reviewId }) => !prints.has(reviewId)),
    changed: shown.filter((review) => {
      const print = prints.get(review.reviewId);
      return print !== undefined && print !== fingerprint(review);
    }),
    vanished: inWindow.filter(({ reviewId }) => !shownIds.has(reviewId)),
    inWindow: inWindow.length,
  };
}

/** That many at once are more likely Trustpilot's mistake, or ours, than reviews that were removed. */
export const isMassDisappearance = (vanished: number, inWindow: number): boolean =>
  vanished > 20 && vanished > inWindow * 0.05;

/** The hours that change when `shown` is remembered and `vanished` forgotten. */
export function remember(memory: Memory, shown: Review[], vanished: Remembered[]): Memory {
  const changed = new Map<string, Remembered[]>();
  const hour = (name: string): Remembered[] => {
    const entries = changed.get(name) ?? [...(memory.get(name) ?? [])];
    changed.set(name, entries);
    return entries;
  };
  for (const one of shown.map(toRemembered)) {
    const known = memory.get(hourOf(one.createdAtMs)) ?? [];
    if (known.some(({ reviewId, print }) => reviewId === one.reviewId && print === one.print)) continue;
    const entries = hour(hourOf(one.createdAtMs));
    const index = entries.findIndex(({ reviewId }) => reviewId === one.reviewId);
    entries.splice(index === -1 ? entries.length : index, index === -1 ? 0 : 1, one);
  }
  for (const { reviewId, createdAtMs: atMs } of vanished) {
    const entries = hour(hourOf(atMs));
    changed.set(
      hourOf(atMs),
      entries.filter((one) => one.reviewId !== reviewId),
    );
  }
  return changed;
}

/** The print of a review that changed in a way no walk has seen: whatever the next one shows is looked at. */
const noPrint = '--------';

/** A review that is to be compared with its record by the next walk that meets it, or misses it. */
export const rememberedInDoubt = (reviewId: string, createdAt: string): Remembered => ({
  reviewId,
  print: noPrint,
  createdAtMs: Math.floor(Date.parse(createdAt) / 1000) * 1000,
});

/** An hour when one of its reviews is remembered outside of a walk. */
export function rememberOne(hour: readonly Remembered[], one: Remembered): readonly Remembered[] {
  const isKnown = hour.some(({ reviewId, print }) => reviewId === one.reviewId && print === one.print);
  return isKnown ? hour : [...hour.filter(({ reviewId }) => reviewId !== one.reviewId), one];
}

/**
 * An hour that two have changed at once, each from what was there before. Where both said something of the same review
 * theirs stands: at worst the next walk looks at it once more.
 */
export function mergeHours(
  before: readonly Remembered[],
  mine: readonly Remembered[],
  theirs: readonly Remembered[],
): Remembered[] {
  const printsOf = (hour: readonly Remembered[]) =>
    new Map(hour.map(({ reviewId, print }) => [reviewId, print]));
  const [old, current] = [printsOf(before), printsOf(theirs)];
  const isTheirs = ({ reviewId }: Remembered) => current.get(reviewId) !== old.get(reviewId);
  return [...theirs.filter(isTheirs), ...mine.filter((one) => !isTheirs(one))];
}

/** Characters of one entry: 16 of the id, 8 of the fingerprint, 2 of the second within the hour. */
const entryLength = 26;
/** DynamoDB rows end at 400 KB. What is beyond is unknown at each walk, which costs work and loses nothing. */
const maxEntries = 12_000;

export const packHour = (entries: readonly Remembered[]): string =>
  entries
    .slice(-maxEntries)
    .map(({ reviewId, print, createdAtMs: atMs }) => {
      const second = Math.floor(atMs / 1000) % 3600;
      const time = Buffer.from([second >> 4, (second & 15) << 4])
        .toString('base64url')
        .slice(0, 2);
      return `${Buffer.from(reviewId, 'hex').toString('base64url')}${print}${time}`;
    })
    .join('');

export function unpackHour(hour: string, packed: string): Remembered[] {
  const startMs = Date.parse(`${hour}:00:00.000Z`);
  return (packed.match(new RegExp(`.{${entryLength}}`, 'gs')) ?? []).map((entry) => {
    const [high = 0, low = 0] = Buffer.from(`${entry.slice(24)}A`, 'base64url');
    return {
      reviewId: Buffer.from(entry.slice(0, 16), 'base64url').toString('hex'),
      print: entry.slice(16, 24),
      createdAtMs: startMs + ((high << 4) | (low >> 4)) * 1000,
    };
  });
}
