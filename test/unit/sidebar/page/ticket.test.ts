import { consumerIdIn, readSurroundings, reviewIdIn } from '../../../../lambdas/sidebar/page/ticket.ts';
import type { OutboxEntry } from '../../../../lambdas/core/outbox-entry.ts';
import { toMessage } from '../../../../lambdas/core/ticket/message.ts';
import { toParagraphs } from '../../../../lambdas/core/ticket/paragraphs.ts';
import { reviewId } from './a-card.ts';
import { aClient } from './a-client.ts';

const other = 'b'.repeat(24);
const foreignLink = `Review: https://www.trustpilot.com/reviews/${other}`;
const integration = 'ticket.via.source.from.service_info.registered_integration_service_external_id';

/** The first comment as the product writes it. */
function description(text: string | null): string {
  const entry = {
    reviewId,
    fact: { kind: 'arrived', content: { stars: 2, title: 'Lamp', text, updatedAt: null, hash: '' } },
    details: { referenceId: 'ORD-1', experiencedAt: null, verified: true, language: 'en' },
  } as unknown as OutboxEntry;
  return toMessage(toParagraphs(entry, 'lamps.example'));
}

describe('which review a ticket shows', () => {
  test.each([
    ['an ordinary text', description('It broke.')],
    ['no text', description(null)],
    ['a text that holds such a line itself', description(`Look:\n\n${foreignLink}\n\nBye`)],
    ['a text that ends with such a line', description(`Bye\n${foreignLink}`)],
    ['line ends of Windows', description('It broke.').replaceAll('\n', '\r\n')],
    ['spaces at the ends', `\n ${description('It broke.')} \n\n`],
  ])('is read from our own block, below %s', (_, text) => {
    expect(reviewIdIn(text)).toBe(reviewId);
  });

  test.each([
    ['nothing', undefined],
    ['a text without a link', 'Hello, where is my lamp?'],
    ['a link above the last block', `${foreignLink}\n\nKind regards`],
    ['a link within a sentence', `See ${foreignLink}`],
    ['a link to another host', `Review: https://www.trustpilot.com.evil.example/reviews/${other}`],
    ['a link with more behind it', `${foreignLink}/../x`],
    ['no text at all', 17],
  ])('is not guessed from %s', (_, text) => {
    expect(reviewIdIn(text)).toBeNull();
  });

  test('comes with the reviewer, whose id stands behind Zendesk’s own part', () => {
    expect(consumerIdIn({ value: `35436:tp:consumer:${other}` })).toBe(other);
    expect(consumerIdIn({ value: `35436:tp:anonymous:${other}` })).toBeNull();
    expect(consumerIdIn({ value: `tp:consumer:${other}` })).toBeNull();
    expect(consumerIdIn({ value: 'mette@example.com' })).toBeNull();
    expect(consumerIdIn(undefined)).toBeNull();
  });
});

describe('whether a ticket is ours', () => {
  const read = (values: Record<string, unknown>) => readSurroundings(aClient(values).client, 'ours');

  test('is said by the integration it came through', async () => {
    expect(await read({ [integration]: 'ours', 'ticket.description': 'cut' })).toMatchObject({
      isOurs: true,
    });
    expect(await read({ [integration]: 'theirs', 'ticket.description': 'Hi' })).toMatchObject({
      isOurs: false,
    });
  });

  test('is said by our link where the integration cannot be read', async () => {
    expect(await read({ 'ticket.description': description('It broke.') })).toMatchObject({
      isOurs: true,
      hints: { reviewIds: [reviewId] },
    });
    expect(await read({})).toMatchObject({ isOurs: false });
  });
});

test('an agent is an admin only where Zendesk says so', async () => {
  const agentOf = async (currentUser: unknown) =>
    (await readSurroundings(aClient({ currentUser }).client, 'ours')).agent;
  expect(await agentOf({ id: 904, role: 'admin', locale: 'sv' })).toEqual({
    id: 904,
    isAdmin: true,
    locale: 'sv',
  });
  expect(await agentOf({ id: '904', role: 'agent' })).toMatchObject({ id: 904, isAdmin: false });
  expect(await agentOf(undefined)).toMatchObject({ id: undefined, isAdmin: false });
});

test('a new ticket has no id', async () => {
  const idOf = async (id: unknown) =>
    (await readSurroundings(aClient({ 'ticket.id': id }).client, 'x')).ticketId;
  expect(await idOf(35)).toBe(35);
  expect(await idOf(null)).toBeNull();
  expect(await idOf('new')).toBeNull();
});
