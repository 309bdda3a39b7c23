import type { ApiCall } from './routes.ts';

export interface Link {
  href: string;
  method: 'GET';
  rel: string;
}

/** Links name the host that was called, unless a switch makes them name another (clients must not follow that). */
export const linksOrigin = ({ world, request }: ApiCall): string =>
  world.switches.linksOrigin || request.origin;

/** The next page is announced as a link and only if it exists; there are no totals. */
export function nextPageLinks(call: ApiCall, page: number): Link[] {
  const query = new URLSearchParams(call.request.query);
  query.delete('apikey');
  query.set('page', String(page));
  return [
    { href: `${linksOrigin(call)}${call.request.path}?${query.toString()}`, method: 'GET', rel: 'next-page' },
  ];
}
