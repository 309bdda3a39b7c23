import { GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Account } from '../../lambdas/core/account.ts';
import { toPerson } from '../../lambdas/core/erase.ts';
import { Accounts } from '../../lambdas/store/accounts.ts';
import { keys } from '../../lambdas/store/table.ts';
import type { Deployment } from './deployment.ts';
import { OpsError } from './ops-error.ts';
import type { Surroundings } from './surroundings.ts';

/** A reviewer; of an anonymous one there is only the review. */
export type Person = NonNullable<ReturnType<typeof toPerson>>;

export type Row = Record<string, unknown>;

/** What is stored about a person in one account. */
export interface StoredPerson {
  account: Account;
  reviews: Row[];
  replies: Row[];
  pending: Row[];
  parked: Row[];
  unconfirmed: Row[];
  /** For the agent's sidebar. */
  cards: Row[];
}

/** An erasure that Zendesk is said to have made, which waits in the account dialogue. */
export interface Reported {
  accountId: string;
  authorId: string;
  receivedAt: string;
}

/** @throws OpsError when it is neither Trustpilot's id of a consumer nor an author's id in Zendesk */
export function readPerson(id: string): Person {
  const given = id.trim().toLowerCase();
  const person = toPerson(given.startsWith('tp:') ? given : `tp:consumer:${given}`);
  if (person !== undefined) return person;
  throw new OpsError(
    `${id} is no consumer id. Give the 24 characters that end the address of the reviewer's profile on Trustpilot, or the author's external id in Zendesk, tp:consumer:… or tp:anonymous:….`,
  );
}

export const authorIdOf = (person: Person): string =>
  'consumerId' in person ? `tp:consumer:${person.consumerId}` : `tp:anonymous:${person.reviewId}`;

/** Looks through every account; those that have nothing are left out. */
export async function findPerson(
  around: Surroundings,
  deployment: Deployment,
  person: Person,
): Promise<{ stored: StoredPerson[]; reported: Reported[] }> {
  const accounts = new Accounts(around.db, deployment.TableName);
  const stored: StoredPerson[] = [];
  const accountIds: string[] = [];
  const damaged = (row: string) => around.print(`The row of account ${row} cannot be read: it is left out.`);
  for await (const account of accounts.all(damaged)) {
    accountIds.push(account.accountId);
    const found = await findInAccount(around, deployment, account, person);
    const { account: _, ...rows } = found;
    if (Object.values(rows).some(({ length }) => length > 0)) stored.push(found);
  }
  return { stored, reported: await findReported(around, deployment, person, accountIds) };
}

async function findInAccount(
  around: Surroundings,
  deployment: Deployment,
  account: Account,
  person: Person,
): Promise<StoredPerson> {
  const { accountId } = account;
  const read = (partition: string, isMeant: (row: Row) => boolean) =>
    readRows(around, deployment, partition, isMeant);
  const reviews = await read(keys.reviews(accountId), (row) => isTheirs(row, person));
  const reviewIds = new Set(reviews.map(({ SK }) => String(SK)));
  if ('reviewId' in person) reviewIds.add(person.reviewId);
  // A key names the review, among other things; a reply's names nothing.
  const isAbout = (row: Row) =>
    isTheirs(row, person) ||
    String(row['SK'])
      .split('#')
      .some((part) => reviewIds.has(part)) ||
    reviewIds.has(String(row['reviewId']));
  return {
    account,
    reviews,
    replies: await read(keys.replies(accountId), isAbout),
    pending: await read(keys.outbox(accountId), isAbout),
    parked: await read(keys.parkedAll(accountId), isAbout),
    unconfirmed: await read(keys.unconfirmedAll(accountId), isAbout),
    cards: await read(keys.cards(accountId), isAbout),
  };
}

const rowSchema = z.object({ details: z.object({ consumerId: z.string() }) });

const isTheirs = (row: Row, person: Person): boolean =>
  'consumerId' in person
    ? rowSchema.safeParse(row).data?.details.consumerId === person.consumerId
    : row['SK'] === person.reviewId;

async function readRows(
  { db }: Surroundings,
  { TableName }: Deployment,
  partition: string,
  isMeant: (row: Row) => boolean,
): Promise<Row[]> {
  const rows: Row[] = [];
  const query = {
    TableName,
    KeyConditionExpression: 'PK = :partition',
    ExpressionAttributeValues: { ':partition': partition },
    ConsistentRead: true,
  };
  for await (const { Items = [] } of paginateQuery({ client: db }, query))
    rows.push(...Items.filter(isMeant));
  return rows;
}

async function findReported(
  { db }: Surroundings,
  { TableName }: Deployment,
  person: Person,
  accountIds: string[],
): Promise<Reported[]> {
  const authorId = authorIdOf(person);
  const reported: Reported[] = [];
  for (const accountId of accountIds) {
    const Key = keys.unproven(accountId, authorId);
    const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    if (Item !== undefined)
      reported.push({
        accountId,
        authorId,
        receivedAt: new Date(Number(Item['receivedAtMs'])).toISOString(),
      });
  }
  return reported;
}
