import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { accountSchema } from '../../lambdas/core/account.ts';
import { threadId } from '../../lambdas/core/external-id.ts';
import { keys } from '../../lambdas/store/table.ts';
import { openForm, submitting } from '../integration/web/admin.ts';
import type { RunningProduct } from './running-product.ts';

/** An admin adds an account through the dialogue, and one review of it becomes a ticket. */
export async function connectAccount(product: RunningProduct, domain = 'bluelamp.example') {
  const { trustpilot, zendesk, db, tableName } = product;
  const businessUnitId = trustpilot.domains().find(({ identifyingName }) => identifyingName === domain)?.id;
  if (businessUnitId === undefined) throw new Error(`No domain ${domain}`);
  const browser = await openForm({ publicUrl: product.url, zendesk });
  await browser.submit(submitting({ name: domain, domain: [businessUnitId] }));
  const { account } = browser;
  if (account === undefined) throw new Error('The dialogue did not end.');
  const { metadata } = zendesk.account(account.id);
  const { account: accountId } = JSON.parse(metadata) as { account: string };
  await zendesk.tick();
  await zendesk.eventsDelivered();
  const review = trustpilot.createReview({ domain, title: 'Broken', text: 'Nobody answers.' });
  await product.poll();
  const thread = threadId(accountId, review.id);
  for (let tries = 0; zendesk.ticketOf(thread) === undefined; tries += 1) {
    if (tries > 100) throw new Error('The review does not become a ticket.');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await zendesk.tick();
    await zendesk.eventsDelivered();
  }
  const { Items = [] } = await db.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'PK = :accounts AND SK = :id',
      ExpressionAttributeValues: { ':accounts': keys.accounts, ':id': accountId },
    }),
  );
  const stored = accountSchema.parse(Items[0]);
  return {
    account,
    accountId,
    metadata,
    reviewId: review.id,
    threadId: thread,
    businessUnitId,
    webhookKey: stored.domains[0]?.webhookKey ?? '',
  };
}
