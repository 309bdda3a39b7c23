/*
 * Walking a list that is sorted by creation time, oldest first. Page numbers would shift when a review vanishes or
 * is answered in between, and then hide one: so each page starts at the last creation time of the page before, and
 * page numbers count only inside one crowded second.
 */

export interface Position {
  fromMs: number;
  page: number;
}

/**
 * Where the next page starts. Whether the bound is inclusive is not documented, so it lies one second before the
 * last review; what comes twice is recognised. A page of which nothing could be read is passed by its number.
 */
export function nextPosition({ fromMs, page }: Position, lastCreatedAtMs = 0): Position {
  const next = Math.floor(lastCreatedAtMs / 1000) * 1000 - 1000;
  return next > fromMs ? { fromMs: next, page: 1 } : { fromMs, page: page + 1 };
}
