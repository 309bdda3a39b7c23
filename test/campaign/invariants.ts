import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Connection } from '../../lambdas/core/account.ts';
import { replyHash } from '../../lambdas/core/observe.ts';
import { factIdOf } from '../../lambdas/core/fact.ts';
import { toExternalId } from '../../lambdas/core/external-id.ts';
import { factsInOrder, type ReviewRecord } from '../../lambdas/core/review-record.ts';
import { syncSchema } from '../../lambdas/core/sync.ts';
import { dueSchema } from '../../lambdas/store/due.ts';
import { fromHandoutRow } from '../../lambdas/store/handout-row.ts';
import { replySchema, type Reply } from '../../lambdas/store/replies.ts';
import { keys } from '../../lambdas/store/table.ts';
import type { Review } from '../simulators/trustpilot/model.ts';
import type { Comment, Ticket } from '../simulators/zendesk/model.ts';
import type { Scene } from './scene.ts';
import type { Story } from './story.ts';

type Row = Record<string, unknown> & { PK: string; SK: string };

/** What the story knows that nobody in it can. */
type Told = Pick<Story, 'mayBeOutOfOrder' | 'takenAway'>;

/** All that is left when everything has healed. */
interface Remains {
  scene: Scene;
  rows: Row[];
  records: Map<string, ReviewRecord>;
  replies: Reply[];
  tickets: Ticket[];
}

/** What must be true after healing, whatever happened before; a sentence for everything that is not. */
export async function violationsOf(scene: Scene, story: Told): Promise<string[]> {
  const rows = await readAll(scene);
  const { accountId, zendeskId } = scene.account;
  const of = (partition: string) => rows.filter(({ PK }) => PK === partition);
  const stored = of(keys.reviews(accountId)).map(({ SK }) => SK);
  const remains: Remains = {
    scene,
    rows,
    records: await scene.world.deps.reviews.readMany(accountId, stored),
    replies: of(keys.replies(accountId)).map((row) => replySchema.parse(row)),
    tickets: scene.world.zendesk.tickets().filter((ticket) => ticket.accountId === zendeskId),
  };
  return [
    ...ticketViolations(remains, !story.mayBeOutOfOrder),
    ...replyViolations(remains, story),
    ...leftovers(remains),
    ...loginViolations(scene, await scene.login()),
    ...wireViolations(scene),
  ];
}

async function readAll({ world: { db, tableName } }: Scene): Promise<Row[]> {
  const { Items = [] } = await db.send(new ScanCommand({ TableName: tableName, ConsistentRead: true }));
  return Items as Row[];
}

/** Every review has exactly one ticket, and the ticket says what the review says. */
function* ticketViolations({ scene, records, tickets }: Remains, isOrdered: boolean): Generator<string> {
  const { accountId } = scene.account;
  const byThread = Map.groupBy(tickets, ({ threadId }) => threadId);
  for (const review of scene.world.trustpilot.reviews()) {
    const threadId = toExternalId({ accountId, reviewId: review.id, factId: 'review' });
    const found = byThread.get(threadId) ?? [];
    byThread.delete(threadId);
    const [ticket] = found;
    const record = records.get(review.id);
    if (found.length > 1) yield `${found.length} tickets of review ${review.id}`;
    if (review.state === 'published' && ticket === undefined) yield `no ticket of review ${review.id}`;
    if (review.state === 'deleted' && record !== undefined)
      yield `deleted review ${review.id} is still stored`;
    if (
      review.state !== 'published' &&
      ticket?.allowChannelback === true &&
      !mayBeUnmissed(scene, review, record)
    )
      yield `the ticket of ${review.id}, which is ${review.state}, can be answered`;
    if (ticket === undefined || review.state !== 'published') continue;
    if (record === undefined) yield `review ${review.id} is not stored`;
    else yield* mismatches(review, ticket, record, accountId, isOrdered);
  }
  for (const [threadId, { length }] of byThread) yield `${length} tickets of ${threadId}, which is no review`;
}

/**
 * A known limit: the poll that found the review died before it remembered it, and no later one has seen it. Nobody
 * misses it then; an agent's reply is refused with the reason, and a deletion is told by Trustpilot's feed.
 */
const mayBeUnmissed = ({ rate }: Scene, { state }: Review, record: ReviewRecord | undefined): boolean =>
  rate > 0 && state === 'hidden' && record !== undefined && record.presence === undefined;

function* mismatches(
  review: Review,
  ticket: Ticket,
  record: ReviewRecord,
  accountId: string,
  isOrdered: boolean,
): Generator<string> {
  const imported = ticket.comments.filter(({ author }) => author.kind === 'end-user');
  const told = imported.map(({ externalId }) => externalId);
  const known = factsInOrder(record).map(({ fact }) =>
    toExternalId({ accountId, reviewId: review.id, factId: factIdOf(fact) }),
  );
  const isSame = isOrdered
    ? told.join() === known.join()
    : told.toSorted().join() === known.toSorted().join();
  if (!isSame) yield `the ticket of ${review.id} has ${told.join()}, known is ${known.join()}`;
  const newest = factsInOrder(record).findLast(({ fact }) => 'content' in fact);
  const id = newest && toExternalId({ accountId, reviewId: review.id, factId: factIdOf(newest.fact) });
  const shown = imported.find(({ externalId }) => externalId === id);
  if (!saysWhat(review, shown)) yield `the ticket of ${review.id} does not say what the review says`;
  if (!ticket.allowChannelback) yield `the ticket of ${review.id} cannot be answered`;
  for (const { html = '', externalId } of imported) {
    if (/<(?!\/?(?:p|br|strong|em|a|div|span|ul|li)\b)/.test(html))
      yield `${externalId ?? ''} holds foreign HTML`;
  }
  if (!knowsReply(review, record)) yield `the reply of ${review.id} is not the one we know`;
}

function saysWhat({ stars, title, text }: Review, comment: Comment | undefined): boolean {
  const marks = [`${stars}/5`, ...(/\(\d+\)$/.exec(title ?? '') ?? []), ...(text === null ? [] : [text])];
  return marks.every((mark) => comment?.text.includes(mark));
}

function knowsReply({ companyReply }: Review, { reply }: ReviewRecord): boolean {
  const known = reply === null || reply.deletedAtMs !== undefined ? undefined : reply.hash;
  return known === (companyReply === null ? undefined : replyHash(companyReply.text));
}

/** Every reply exactly one publication, or one visible failure, and the truth in the ticket. */
function* replyViolations(
  { scene, tickets, records, replies }: Remains,
  { takenAway }: Told,
): Generator<string> {
  const { trustpilot } = scene.world;
  const publications = trustpilot.reviews().flatMap(({ id }) => trustpilot.publications(id));
  for (const ticket of tickets) {
    const reviewId = ticket.threadId?.split(':').at(-1) ?? '';
    for (const comment of ticket.comments.filter(({ author }) => author.kind === 'agent')) {
      const times = publications.filter(({ text }) => text === comment.text).length;
      const reply = replies.find(({ text }) => text === comment.text);
      const notes = notesAbout(records.get(reviewId), reply?.replyId);
      const state = comment.delivery?.state;
      const outcome = `"${comment.text}" is ${state ?? 'unsent'}, published ${times} times, told: ${notes.join()}, stored: ${reply?.status ?? 'not'}`;
      if (times > 1 && !(times === 2 && mayBeUnknowing(reply, takenAway))) yield outcome;
      // An erased review takes its replies and notes with it.
      else if (records.has(reviewId) && !isHonest(state, times, notes, reply, takenAway.has(comment.text)))
        yield outcome;
    }
  }
}

/**
 * A known limit: Trustpilot took it without our hearing of it where none stood before, and a colleague deleted it
 * before we could look. None stands, as if it had never arrived.
 */
const mayBeUnknowing = (reply: Reply | undefined, takenAway: Told['takenAway']): boolean =>
  reply?.over === 'none' && takenAway.get(reply.text) === 'deleted';

function isHonest(
  state: string | undefined,
  times: number,
  notes: string[],
  reply: Reply | undefined,
  isTakenAway: boolean,
): boolean {
  const last = notes.at(-1);
  if (state === 'not sent') return times === 0;
  // Trustpilot took it without our hearing of it, and somebody took it away before we could look: it is not there.
  if (times === 1 && isTakenAway && last === 'not-published') return true;
  if (state === 'delivered')
    return times === 1
      ? last !== 'not-published' && last !== 'outcome-unknown'
      : notes.includes('newer-reply-stands');
  if (times === 0) return reply === undefined || last === 'not-published' || last === 'newer-reply-stands';
  // Only the answer to Zendesk was lost: nothing here can know that.
  return (
    last === 'published-after-all' ||
    (last === undefined && reply?.status === 'published') ||
    last === 'newer-reply-stands'
  );
}

const notesAbout = (record: ReviewRecord | undefined, replyId: string | undefined): string[] =>
  record === undefined
    ? []
    : factsInOrder(record).flatMap(({ fact }) =>
        fact.kind === 'note' && fact.note.replyId === replyId && fact.note.about !== 'replaced-reply'
          ? [fact.note.about]
          : [],
      );

const over = new Set(['published', 'superseded', 'failed']);

/** Nothing is stuck: no entry, no lock, no work that is overdue. */
function* leftovers({ scene, rows, records, replies }: Remains): Generator<string> {
  const { accountId } = scene.account;
  const nowMs = scene.clock.nowMs();
  for (const { PK, SK, ...row } of rows) {
    if (PK === keys.outbox(accountId) && SK !== '!') yield `pending: ${SK}`;
    if (PK === keys.outbox(accountId) && SK === '!') {
      const { handout, isDamaged } = fromHandoutRow(row);
      const { suspects, parked } = handout;
      if (isDamaged) yield 'a damaged handout';
      for (const key of [...Object.keys(suspects), ...parked]) yield `suspect or parked: ${key}`;
    }
    if (PK === keys.parkedAll(accountId)) yield `parked: ${SK}`;
    if (PK === keys.unconfirmedAll(accountId)) yield `unconfirmed: ${SK}`;
    if (PK === keys.hints) yield `a hint that nobody follows: ${SK}`;
    if (PK === keys.syncs) {
      const { failures, scan } = syncSchema.parse(row);
      if (failures > 0 || scan !== undefined) yield `an unfinished poll: ${SK}`;
    }
    if (PK === keys.due) {
      const { atMs, kind } = dueSchema.parse({ SK, ...row });
      if (atMs < nowMs) yield `overdue: ${kind} ${SK}`;
    }
  }
  for (const { publishing, reviewId } of records.values())
    if ((publishing?.untilMs ?? 0) > nowMs) yield `locked: ${reviewId}`;
  for (const { status, leaseUntilMs, replyId } of replies) {
    if (!over.has(status)) yield `a reply that is ${status}: ${replyId}`;
    if (leaseUntilMs > nowMs) yield `a lease: ${replyId}`;
  }
}

/** A login works, or somebody was asked to renew it, for a reason. */
function* loginViolations(scene: Scene, login: Connection | undefined): Generator<string> {
  if (login?.status !== 'ok') yield 'the login is dead after healing';
  if ((login?.refreshLock?.untilMs ?? 0) > scene.clock.nowMs()) yield 'the login is locked';
  if (scene.rate > 0) return;
  if (scene.reconnects > 0) yield 'a login died of nothing';
  const refused = scene.world.trustpilot
    .calls()
    .filter(({ route, status }) => route === 'refresh' && status === 400);
  if (refused.length > 0) yield `${refused.length} times a refresh token was used twice`;
}

/** What Zendesk had to complain of, our own crashes, and what the log tells. */
function* wireViolations({ world }: Scene): Generator<string> {
  for (const { severity, message } of world.zendesk.violations())
    if (severity === 'error') yield `Zendesk: ${message}`;
  const log = world.logLines.join('\n');
  for (const line of world.logLines) if (line.includes('"request crashed"')) yield line;
  const written = world.trustpilot.reviews().flatMap(({ text }) => text ?? []);
  const published = world.trustpilot.reviews().flatMap(({ id }) => world.trustpilot.publications(id));
  const secrets = [...world.zendesk.secretsSeen(), ...written, ...published.map(({ text }) => text)];
  for (const secret of secrets) if (log.includes(secret)) yield `the log tells "${secret}"`;
}
