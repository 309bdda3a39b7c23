import { parseExternalId } from '../../core/external-id.ts';
import { reviewUrl } from '../../core/ticket/review-url.ts';
import type { HttpResponse } from '../../runtime/http.ts';
import type { Page } from '../handler.ts';

const notFound: HttpResponse = {
  statusCode: 404,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  },
  body: '<!doctype html><html lang="en"><meta charset="utf-8"><title>Not found</title><h1>Not found</h1><p>This link does not lead to a review.</p></html>',
};

/**
 * An agent clicked on a comment's link (Channel framework 8.1). Nobody is authenticated here, so only an id of our
 * own pattern leads anywhere, and only to Trustpilot.
 */
export const clickthroughPage: Page = async (request) => {
  const ids = new URLSearchParams(request.rawQueryString).getAll('external_id');
  const id = ids.length === 1 ? parseExternalId(ids[0] ?? '') : undefined;
  return id === undefined
    ? notFound
    : { statusCode: 302, headers: { location: reviewUrl(id.reviewId) }, body: '' };
};
