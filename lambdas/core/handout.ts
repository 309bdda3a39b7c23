import * as z from 'zod/mini';
import { factOfSortKey } from './outbox-entry.ts';

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
  /** Last key of a batch that failed: up to there the limit stays low. */
  narrowUntil: z.optional(z.string()),
  suspects: z.record(z.string(), suspectSchema),
  /** Reviews with a parked entry: their later entries wait behind it. */
  parkedReviews: z.array(z.string()),
  /** The last batch was a suspect on trial: the others go next, so that trials hold nobody up. */
  triedLast: z.optional(z.boolean()),
});
export type Handout = z.infer<typeof handoutSchema>;

const reviewOfSortKey = (sortKey: string): string => factOfSortKey(sortKey).reviewId;

export const emptyHandout: Handout = {
  version: 0,
  outstanding: [],
  limit: maxBatch,
  suspects: {},
  parkedReviews: [],
};

/** What a returning `state` tells: the batch that was taken over, entries to park, and the handout from here on. */
export interface Settlement {
  handout: Handout;
  accepted: Batch | undefined;
  park: string[];
}

/**
 * Zendesk comes back with the state of the batch it took over, or with an older one when it took over nothing.
 * Exactly the entries of the named batch are accepted: no range, no time.
 */
export function settle(handout: Handout, namedBatchId: string | undefined): Settlement {
  const accepted = handout.outstanding.find(({ batchId }) => batchId === namedBatchId);
  return accepted === undefined
    ? settleMissed(handout)
    : { handout: afterAccepted(handout, accepted), accepted, park: [] };
}

function afterAccepted(handout: Handout, batch: Batch): Handout {
  const { narrowUntil, ...rest } = handout;
  const gone = new Set(batch.sortKeys);
  const others = batch.sortKeys.some((key) => !(key in handout.suspects));
  const suspects = Object.fromEntries(
    Object.entries(handout.suspects)
      .filter(([key]) => !gone.has(key))
      .map(([key, suspect]) => [key, { ...suspect, ready: suspect.ready || others }]),
  );
  const last = batch.sortKeys.at(-1) ?? '';
  const stillNarrow = narrowUntil !== undefined && last < narrowUntil && others;
  return {
    ...rest,
    ...(stillNarrow ? { narrowUntil } : { limit: maxBatch }),
    suspects,
    outstanding: handout.outstanding.filter(({ batchId }) => batchId !== batch.batchId),
  };
}

/** The newest batch did not come back: look for the entry that Zendesk cannot take by halving. */
function settleMissed(handout: Handout): Settlement {
  const last = handout.outstanding.at(-1);
  if (last === undefined || last.missed === true) return { handout, accepted: undefined, park: [] };
  const outstanding = [...handout.outstanding.slice(0, -1), { ...last, missed: true }];
  const [only] = last.sortKeys;
  if (last.sortKeys.length > 1 || only === undefined) {
    const lastKey = last.sortKeys.at(-1) ?? '';
    const narrowUntil = lastKey > (handout.narrowUntil ?? '') ? lastKey : (handout.narrowUntil ?? lastKey);
    const limit = Math.max(1, Math.ceil(last.sortKeys.length / 2));
    return { handout: { ...handout, outstanding, limit, narrowUntil }, accepted: undefined, park: [] };
  }
  return suspect({ ...handout, outstanding }, only);
}

function suspect(handout: Handout, key: string): Settlement {
  const { narrowUntil: _found, ...rest } = handout;
  const before = handout.suspects[key];
  const failures = before === undefined ? 1 : before.failures + (before.ready ? 1 : 0);
  const { [key]: _old, ...others } = handout.suspects;
  const next = { ...rest, limit: maxBatch };
  if (failures < maxFailuresAlone) {
    return {
      handout: { ...next, suspects: { ...others, [key]: { failures, ready: false } } },
      accepted: undefined,
      park: [],
    };
  }
  const parkedReviews = [...new Set([...handout.parkedReviews, reviewOfSortKey(key)])];
  return { handout: { ...next, suspects: others, parkedReviews }, accepted: undefined, park: [key] };
}

/** Which of the pending entries (oldest first) to hand out now. */
export function choose<Entry extends { sortKey: string; reviewId: string }>(
  handout: Handout,
  pending: Entry[],
): Entry[] {
  const suspected = new Set(Object.keys(handout.suspects));
  const held = new Set([...handout.parkedReviews, ...[...suspected].map(reviewOfSortKey)]);
  const ready = pending.find(({ sortKey }) => handout.suspects[sortKey]?.ready === true);
  const normal = pending.filter(({ reviewId }) => !held.has(reviewId));
  if (ready !== undefined && (normal.length === 0 || handout.triedLast !== true)) return [ready];
  if (normal.length > 0) return normal.slice(0, handout.limit);
  return pending.filter(({ sortKey }) => suspected.has(sortKey)).slice(0, 1);
}

export function handedOut(handout: Handout, batch: Batch): Handout {
  const triedLast = batch.sortKeys.some((key) => key in handout.suspects);
  return { ...handout, triedLast, outstanding: [...handout.outstanding, batch].slice(-maxOutstanding) };
}

/** A parked entry goes back among the pending ones for one more try on its own. */
export function unparked(handout: Handout, sortKey: string): Handout {
  const suspects = { ...handout.suspects, [sortKey]: { failures: maxFailuresAlone - 1, ready: true } };
  const parkedReviews = handout.parkedReviews.filter((reviewId) => reviewId !== reviewOfSortKey(sortKey));
  return { ...handout, suspects, parkedReviews };
}
