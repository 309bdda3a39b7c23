import { empty, httpHandler, type HttpRequest, type HttpResponse } from '../runtime/http.ts';
import type { Logger } from '../runtime/logger.ts';

/** One page: a request in, a whole answer out. */
export type Page = (request: HttpRequest) => Promise<HttpResponse>;
/** `GET /path` → page. Paths are exact. */
export type Pages = Record<string, Page>;

export interface WebDeps {
  pages: Pages;
  logger: Logger;
}

/** Every page that a person or Zendesk's settings see; `pages` is put together in index.ts. */
export const createHandler = ({ pages, logger }: WebDeps) =>
  httpHandler(logger, async (request) => {
    const { method } = request.requestContext.http;
    const page = Object.hasOwn(pages, `${method} ${request.rawPath}`)
      ? pages[`${method} ${request.rawPath}`]
      : undefined;
    return page === undefined ? empty(404) : page(request);
  });
