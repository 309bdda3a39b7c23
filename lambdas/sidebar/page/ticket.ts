import type { CardRequest } from '../contract.ts';
import { isObject, type ZafClient } from './zaf.ts';

/** What Zendesk says of the ticket and of the agent who looks at it. */
export interface Surroundings {
  ticketId: number | null;
  /** Made by our integration, or at least with our link in it. */
  isOurs: boolean;
  hints: CardRequest['hints'];
  agent: { id: number | undefined; isAdmin: boolean; locale: unknown };
  subdomain: string;
  colorScheme: unknown;
}

const integrationPath = 'ticket.via.source.from.service_info.registered_integration_service_external_id';
const identityPath = 'ticket.requester.identities.0';
const paths = [
  'ticket.id',
  integrationPath,
  'ticket.description',
  identityPath,
  'currentUser',
  'currentAccount.subdomain',
  'colorScheme',
];

export async function readSurroundings(client: ZafClient, integrationId: string): Promise<Surroundings> {
  const [context, read] = await Promise.all([client.context(), client.get(paths)]);
  const reviewId = reviewIdIn(read['ticket.description']);
  const user = isObject(read['currentUser']) ? read['currentUser'] : {};
  return {
    ticketId: toTicketId(read['ticket.id']),
    isOurs: read[integrationPath] === integrationId || reviewId !== null,
    hints: {
      reviewIds: reviewId === null ? [] : [reviewId],
      consumerId: consumerIdIn(read[identityPath]),
    },
    agent: {
      id: toTicketId(user['id']) ?? undefined,
      isAdmin: user['role'] === 'admin',
      locale: user['locale'],
    },
    subdomain: subdomainIn(context) ?? textOf(read['currentAccount.subdomain']),
    colorScheme: read['colorScheme'],
  };
}

/**
 * The review whose link stands in our own block, which is the last one of the ticket's first comment. Links in what
 * the reviewer wrote above it are not ours.
 */
export function reviewIdIn(description: unknown): string | null {
  if (typeof description !== 'string') return null;
  const block = description
    .replace(/\r\n?/g, '\n')
    .trim()
    .split(/\n\s*\n/)
    .at(-1);
  const link = /^Review:\s*https:\/\/www\.trustpilot\.com\/reviews\/([0-9a-f]{24})\s*$/m.exec(block ?? '');
  return link?.[1] ?? null;
}

/** `<number of the integration>:tp:consumer:<id>`: Zendesk puts its own part before the first colon. */
export function consumerIdIn(identity: unknown): string | null {
  const value = isObject(identity) ? identity['value'] : undefined;
  if (typeof value !== 'string') return null;
  return /^[^:]*:tp:consumer:([0-9a-f]{24})$/.exec(value)?.[1] ?? null;
}

function toTicketId(value: unknown): number | null {
  const id = Number(value ?? NaN);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function subdomainIn(context: unknown): string | undefined {
  const account = isObject(context) ? context['account'] : undefined;
  const subdomain = isObject(account) ? account['subdomain'] : undefined;
  return typeof subdomain === 'string' ? subdomain : undefined;
}
