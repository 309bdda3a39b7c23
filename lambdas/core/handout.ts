import * as z from 'zod/mini';
import { factOfSortKey, isOfNewLane } from './outbox-entry.ts';

/** Zendesk takes at most 200 resources a pull (Channel framework 5.2). */
export const maxBatch = 200;
/** Batches that are remembered: overlapping pulls can have several on the way. */
const maxOutstanding = 4;
/** How often an entry may come back unaccepted, alone, before it is parked. */
const maxFailuresAlone = 3;

const batchSchema = z.object({
  batchId: z.string(),
  atMs: z.number(),
  sortKeys: z.array(z.string()),
  /** Those among them that were offered again: the check of their confirmation is planned already. */
  again: z.optional(z.array(z.string())),
  /** A later pull came without it. It still counts if Zendesk names it after all. */
  missed: z.optional(z.boolean()),
});
export type Batch = z.infer<typeof batchSchema>;

const suspectSchema = z.object({
  failures: z.int(),
  /** Others were accepted since it last failed, so another try says something about it alone. */
  ready: z.boolean(),
});

/** What has been handed out and not come back, and what is suspected of making Zendesk refuse whole batches. */
export const handoutSchema = z.object({
  version: z.int(),
  outstanding: z.array(batchSchema),
  limit: z.int(),
  /** Last key of the newest batch that failed: its culprit lies before, so up to there the limit stays low. */
  narrowUntil: z.optional(z.string()),
  suspects: z.record(z.string(), suspectSchema),
  /** Sort keys of the parked entries: later entries of their reviews wait behind them. */
  parked: z.array(z.string()),
  /** The last batch was a suspect on trial: the others go next, so that trials hold nobody up. */
  triedLast: z.optional(z.boolean()),
  /** The last batch held all of the new lane: the backfill lane goes next. */
  olderNext: z.optional(z.boolean()),
  /** The suspect that was on trial last: the next one's turn comes after it. */
  lastTrial: z.optional(z.string()),
});
export type Handout = z.infer<typeof handoutSchema>;

const reviewOfSortKey = (sortKey: string): string => factOfSortKey(sortKey).reviewId;

export const emptyHandout: Handout = {
  version: 0,
  outstanding: [],
  limit: maxBatch,
  suspects: {},
  parked: [],
};

/** What a returning `state` tells: the batch that was taken over, entries to park, and the handout from here on. */
export interface Settlement {
  handout: Handout;
  accepted: Batch | undefined;
  park: string[];
}

/**
 * Zendesk comes back with the state of the batch it took over, or with an older one when it took over nothing.
 * Exactly the entries of the named batch are accepted: no range, no time. Where another pull came in between
 * (`raced`), its batch was handed out a moment ago: Zendesk cannot have refused it yet, so nothing is missed.
 */
export function settle(handout: Handout, namedBatchId: string | undefined, raced = false): Settlement {
  const accepted = handout.outstanding.find(({ batchId }) => batchId === namedBatchId);
  if (accepted !== undefined) return { handout: afterAccepted(handout, accepted), accepted, park: [] };
  return raced ? { handout, accepted, park: [] } : settleMissed(handout);
}

function afterAccepted(handout: Handout, batch: Batch): Handout {
  const { narrowUntil, ...rest } = handout;
  const gone = new Set(batch.sortKeys);
  const suspects = Object.fromEntries(
    Object.entries(handout.suspects)
      .filter(([key]) => !gone.has(key))
      .map(([key, suspect]) => [key, { ...suspect, ready: true }]),
  );
  const isTrial = batch.sortKeys.every((key) => key in handout.suspects);
  const last = batch.sortKeys.at(-1) ?? '';
  // A trial says nothing of the entries that are being searched.
  const isNarrow = narrowUntil !== undefined && (isTrial || last < narrowUntil);
  return {
    ...rest,
    ...(isNarrow ? { narrowUntil } : { limit: maxBatch }),
    suspects,
    parked: handout.parked.filter((key) => !gone.has(key)),
    outstanding: withoutGone(handout.outstanding, batch, gone),
  };
}

/** Overlapping pulls hand out the same entries: what one batch brought home is no matter of the others any more. */
const withoutGone = (outstanding: Batch[], accepted: Batch, gone: Set<string>): Batch[] =>
  outstanding
    .filter(({ batchId }) => batchId !== accepted.batchId)
    .map((batch) => ({ ...batch, sortKeys: batch.sortKeys.filter((key) => !gone.has(key)) }))
    .filter(({ sortKeys }) => sortKeys.length > 0);

/** The newest batch did not come back: look for the entry that Zendesk cannot take by halving. */
function settleMissed(handout: Handout): Settlement {
  const last = handout.outstanding.at(-1);
  if (last === undefined || last.missed === true) return { handout, accepted: undefined, park: [] };
  const outstanding = [...handout.outstanding.slice(0, -1), { ...last, missed: true }];
  const [only, second] = last.sortKeys;
  if (only === undefined) return { handout, accepted: undefined, park: [] };
  if (second === undefined) return suspect({ ...handout, outstanding }, only);
  const limit = Math.ceil(last.sortKeys.length / 2);
  const narrowUntil = last.sortKeys.at(-1) ?? second;
  return { handout: { ...handout, outstanding, limit, narrowUntil }, accepted: undefined, park: [] };
}

function suspect(handout: Handout, key: string): Settlement {
  const { [key]: before, ...others } = handout.suspects;
  const failures = before === undefined ? 1 : before.failures + (before.ready ? 1 : 0);
  const next = before === undefined ? withoutSearch(handout) : handout;
  if (failures < maxFailuresAlone) {
    const suspects = { ...others, [key]: { failures, ready: false } };
    return { handout: { ...next, suspects }, accepted: undefined, park: [] };
  }
  const parked = [...new Set([...handout.parked, key])];
  return { handout: { ...next, suspects: others, parked }, accepted: undefined, park: [key] };
}

/** The search has found its entry. */
function withoutSearch({ narrowUntil: _found, ...handout }: Handout): Handout {
  return { ...handout, limit: maxBatch };
}

/** Which of the pending entries (oldest first) to hand out now. */
export function choose<Entry extends { sortKey: string; reviewId: string }>(
  handout: Handout,
  pending: Entry[],
): Entry[] {
  const isSuspect = ({ sortKey }: Entry) => sortKey in handout.suspects;
  const blockers = blockersOf([
    ...handout.parked,
    ...pending.filter(isSuspect).map(({ sortKey }) => sortKey),
  ]);
  const free = pending.filter(({ sortKey, reviewId }) => sortKey <= (blockers.get(reviewId) ?? sortKey));
  const suspects = free.filter(isSuspect);
  const normal = free.filter((entry) => !isSuspect(entry) && !handout.parked.includes(entry.sortKey));
  const ready = suspects.filter(({ sortKey }) => handout.suspects[sortKey]?.ready === true);
  if (ready.length > 0 && (normal.length === 0 || handout.triedLast !== true))
    return nextTrial(handout, ready);
  if (normal.length > 0) return ofOneLane(handout, normal).slice(0, handout.limit);
  return nextTrial(handout, suspects);
}

/**
 * New ones first, and never both lanes in one answer, which Zendesk wants sorted by creation. After a batch with
 * all the new ones it is the older ones' turn, so that a trickle of new reviews does not hold a backfill up.
 */
function ofOneLane<Entry extends { sortKey: string }>({ olderNext }: Handout, entries: Entry[]): Entry[] {
  const fresh = entries.filter(({ sortKey }) => isOfNewLane(sortKey));
  const older = entries.filter(({ sortKey }) => !isOfNewLane(sortKey));
  return fresh.length === 0 || (olderNext === true && older.length > 0) ? older : fresh;
}

/** The first entry of each review that the later ones wait for. Suspects count only as long as they are pending. */
function blockersOf(sortKeys: string[]): Map<string, string> {
  const blockers = new Map<string, string>();
  for (const key of sortKeys.toSorted().toReversed()) blockers.set(reviewOfSortKey(key), key);
  return blockers;
}

/** In turn, so that one that fails for ever keeps no other from its trial. */
function nextTrial<Entry extends { sortKey: string }>(
  { lastTrial = '' }: Handout,
  suspects: Entry[],
): Entry[] {
  const next = suspects.find(({ sortKey }) => sortKey > lastTrial) ?? suspects[0];
  return next === undefined ? [] : [next];
}

export function handedOut(handout: Handout, batch: Batch): Handout {
  const trial = batch.sortKeys.find((key) => key in handout.suspects);
  return {
    ...handout,
    triedLast: trial !== undefined,
    olderNext: batch.sortKeys.length < handout.limit && batch.sortKeys.every(isOfNewLane),
    ...(trial !== undefined && { lastTrial: trial }),
    outstanding: [...handout.outstanding, batch].slice(-maxOutstanding),
  };
}

/**
 * A parked entry goes back among the pending ones for one more try on its own. It counts as parked until it is
 * accepted. A repeat after that changes nothing.
 */
export function unparked(handout: Handout, sortKey: string): Handout {
  if (!handout.parked.includes(sortKey)) return handout;
  const suspects = { ...handout.suspects, [sortKey]: { failures: maxFailuresAlone - 1, ready: true } };
  return { ...handout, suspects };
}

/**
 * Given all entries that are pending: a batch on its way can outlive an entry that was erased, and make a suspect of
 * it. A parked one stays, because it is in neither place while it is put back for its try.
 */
export function onlyPendingSuspects(handout: Handout, pending: { sortKey: string }[]): Handout {
  const there = new Set([...handout.parked, ...pending.map(({ sortKey }) => sortKey)]);
  const suspects = Object.entries(handout.suspects).filter(([key]) => there.has(key));
  const isSame = suspects.length === Object.keys(handout.suspects).length;
  return isSame ? handout : { ...handout, suspects: Object.fromEntries(suspects) };
}

/** An entry that exists no more holds nothing up. */
export function forgotten(handout: Handout, sortKey: string): Handout {
  const { [sortKey]: _gone, ...suspects } = handout.suspects;
  return { ...handout, suspects, parked: handout.parked.filter((key) => key !== sortKey) };
}
