import { parseExternalId } from '../../core/external-id.ts';
import { reviewUrl } from '../../core/ticket/review-url.ts';
import type { Page } from '../handler.ts';
import { reviewNotFound } from '../pages/not-found-page.ts';

/**
 * An agent clicked on a comment's link (Channel framework 8.1). Nobody is authenticated here, so only an id of our
 * own pattern leads anywhere, and only to Trustpilot.
 */
export const clickthroughPage =
  (publicUrl: string): Page =>
  async (request) => {
    const ids = new URLSearchParams(request.rawQueryString).getAll('external_id');
    const id = ids.length === 1 ? parseExternalId(ids[0] ?? '') : undefined;
    return id === undefined
      ? reviewNotFound(publicUrl)
      : { statusCode: 302, headers: { location: reviewUrl(id.reviewId) }, body: '' };
  };
