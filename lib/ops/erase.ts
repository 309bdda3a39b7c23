import { ReviewQueue } from '../../lambdas/queue/review-queue.ts';
import { Erasures } from '../../lambdas/store/erasures.ts';
import type { Deployment } from './deployment.ts';
import { authorIdOf, findPerson, readPerson, type StoredPerson } from './person.ts';
import type { Surroundings } from './surroundings.ts';
import { toTable } from './table.ts';

export interface EraseOptions {
  consumer: string;
  yes?: boolean | undefined;
}

/** Erases one consumer from every account, on the way that Zendesk's and Trustpilot's erasures take: through the worker. */
export async function erasePerson(
  around: Surroundings,
  deployment: Deployment,
  { consumer, yes }: EraseOptions,
): Promise<void> {
  const { print, ask } = around;
  const person = readPerson(consumer);
  const author = authorIdOf(person);
  const { stored, reported } = await findPerson(around, deployment, person);
  if (stored.length === 0 && reported.length === 0) return print(`Nothing of ${author} is stored.`);
  print(toTable([['account', 'reviews', 'replies', 'waiting for Zendesk', 'refused'], ...stored.map(toRow)]));
  const sure =
    yes === true || (await ask.choose('Erase all of it? It cannot be undone.', ['no', 'yes'])) === 'yes';
  if (!sure) return print('Nothing was erased.');
  const queue = new ReviewQueue(around.sqs, deployment.ReviewQueueUrl);
  await queue.sendAll(
    stored.map(({ account: { accountId } }) => ({ kind: 'erase', accountId, isDeleted: false, ...person })),
  );
  const erasures = new Erasures(around.db, deployment.TableName);
  for (const { accountId, authorId } of reported) await erasures.settleUnproven(accountId, authorId);
  for (const line of remains(author)) print(line);
}

const toRow = ({ account, reviews, replies, pending, parked }: StoredPerson): string[] => [
  `${account.subdomain}/${account.name}`,
  ...[reviews, replies, pending, parked].map(({ length }) => String(length)),
];

const remains = (author: string): string[] => [
  'The worker erases it within minutes. Then this finds nothing:',
  `  npm run ops -- export --consumer ${author}`,
  'What remains:',
  "  - a keyed hash of each review's id, so that it is not imported again;",
  "  - the review's bare id in work that is planned for the next day and in what Zendesk was handed last, and for 47 days in what was listed at Trustpilot (DynamoDB deletes it some days later at most);",
  '  - backups of the table for 35 days, which are read only to restore it: erase again after a restore;',
  '  - messages in the queues, for 14 days at most: those that are worked off meet that hash;',
  '  - the tickets in Zendesk and the reviews on Trustpilot, which are erased there.',
];
