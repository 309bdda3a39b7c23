import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { messagesIn } from '../../../support/queue-contents.ts';
import { startWorld, type World } from '../../../support/world.ts';

/** A new one for each test. */
export let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

export const dayMs = 86_400_000;

/** Everything of the person that we were ever told. */
export const person = {
  name: 'Ingeborg Abildgaard',
  title: 'Zebralampe',
  text: 'Quokka on the lampshade.',
  referenceId: 'ORD-99887766',
  referralEmail: 'ingeborg@abildgaard.example',
  consumerId: '64d0c0ffee0123456789abcd',
};
const traces = [
  person.name,
  person.title,
  'Quokka',
  person.referenceId,
  'abildgaard.example',
  person.consumerId,
];

const tracesIn = (text: string): string[] => traces.filter((trace) => text.includes(trace));

/** In the table and in the logs. */
export async function found(): Promise<string[]> {
  const { Items } = await world.db.send(new ScanCommand({ TableName: world.tableName }));
  return tracesIn(`${JSON.stringify(Items)}${world.logLines.join('')}`);
}

export const foundInQueues = async (): Promise<string[]> => tracesIn((await messagesIn(world)).join(''));

/** A person's review with an edit, a reply, and a ticket. */
export async function aTicket() {
  const { accountId, zendeskId } = await world.connect();
  const { id } = world.trustpilot.createReview(person);
  world.trustpilot.createReview({ name: 'Somebody else' });
  await world.sync();
  const ticketOf = (reviewId: string) => world.zendesk.ticketOf(`tp:${accountId}:review:${reviewId}`);
  await world.zendesk.agentReplies(ticketOf(id)?.id ?? 0, `Sorry, ${person.name}.`);
  return { accountId, zendeskId, id, ticketOf };
}

/** As Submit does it, for all accounts. */
export async function claimDomains(): Promise<string[]> {
  const accountIds: string[] = [];
  for await (const { accountId, subdomain, domains } of world.deps.accounts.all(() => undefined)) {
    accountIds.push(accountId);
    for (const { businessUnitId } of domains)
      await world.deps.claims.take(subdomain, { businessUnitId, accountId, atMs: world.clock.nowMs() });
  }
  return accountIds;
}
