import type { Review } from './model.ts';

interface Version {
  sinceMs: number;
  review: Review;
}

export interface ReviewEntry {
  readonly id: string;
  readonly createdAt: string;
  readonly versions: Version[];
}

const isBefore = (a: ReviewEntry, b: { createdAt: string; id: string }): boolean =>
  a.createdAt === b.createdAt ? a.id < b.id : a.createdAt < b.createdAt;

/** The first index whose entry does not come before `position`; entries are sorted. */
export function firstIndexFrom(
  entries: readonly ReviewEntry[],
  position: { createdAt: string; id: string },
): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry && isBefore(entry, position)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The review as it stood at `atMs`; undefined = it was not there yet. */
export function versionAt(entry: ReviewEntry, atMs: number): Review | undefined {
  // From the newest: almost every read asks for it.
  for (let index = entry.versions.length - 1; index >= 0; index -= 1) {
    const version = entry.versions[index];
    if (version && version.sinceMs <= atMs) return version.review;
  }
  return undefined;
}

/**
 * Reviews with all their former versions, so that a read can serve the state of some seconds ago.
 * Per business unit one array sorted by (createdAt, id): a page is a binary search and a walk, never a sort.
 */
export class ReviewStore {
  private readonly entries = new Map<string, ReviewEntry>();
  private readonly shelves = new Map<string, ReviewEntry[]>();

  get size(): number {
    return this.entries.size;
  }

  add(reviews: readonly Review[], nowMs: number): void {
    for (const review of reviews) {
      if (this.entries.has(review.id)) throw new Error(`Review ${review.id} exists already`);
      // A review dated in the past counts as having stood there since, also for reads of an old snapshot.
      const sinceMs = Math.min(nowMs, Date.parse(review.createdAt));
      const entry = { id: review.id, createdAt: review.createdAt, versions: [{ sinceMs, review }] };
      this.entries.set(review.id, entry);
      this.shelve(entry, review.businessUnitId);
    }
  }

  /** Puts a new version in place. Ids and creation times never change, so neither does the order. */
  replace(review: Review, nowMs: number): void {
    const entry = this.entries.get(review.id);
    if (!entry) throw new Error(`No such review: ${review.id}`);
    const before = entry.versions.at(-1)?.review;
    entry.versions.push({ sinceMs: nowMs, review });
    if (before?.businessUnitId !== review.businessUnitId) this.shelve(entry, review.businessUnitId);
  }

  find(id: string, atMs = Infinity): Review | undefined {
    const entry = this.entries.get(id);
    return entry && versionAt(entry, atMs);
  }

  /** All entries ever filed under a business unit, oldest first, deleted and moved ones included. */
  shelf(businessUnitId: string): readonly ReviewEntry[] {
    return this.shelves.get(businessUnitId) ?? [];
  }

  *all(): Generator<Review> {
    for (const entry of this.entries.values()) {
      const review = versionAt(entry, Infinity);
      if (review) yield review;
    }
  }

  private shelve(entry: ReviewEntry, businessUnitId: string): void {
    const shelf = this.shelves.get(businessUnitId) ?? [];
    this.shelves.set(businessUnitId, shelf);
    const index = firstIndexFrom(shelf, entry);
    if (shelf[index] !== entry) shelf.splice(index, 0, entry);
  }
}
