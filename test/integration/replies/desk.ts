import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { factsInOrder, type ReviewRecord } from '../../../lambdas/core/review-record.ts';
import { dueSchema } from '../../../lambdas/store/due.ts';
import { replySchema, type Reply } from '../../../lambdas/store/replies.ts';
import { keys } from '../../../lambdas/store/table.ts';
import type { Review } from '../../simulators/trustpilot/model.ts';
import type { ReviewDraft } from '../../simulators/trustpilot/review-draft.ts';
import type { Ticket } from '../../simulators/zendesk/model.ts';
import type { ZendeskSimulatorOptions } from '../../simulators/zendesk/options.ts';
import type { Deps } from '../../support/deps.ts';
import { startWorld, type World } from '../../support/world.ts';

export const minuteMs = 60_000;

export interface Answer {
  status: number;
  body: string;
  externalId: string | undefined;
  errorInfo: string | undefined;
  retryAfter: string | null;
}

/** A review with its ticket, and an agent who answers it. */
export interface Case {
  review: Review;
  ticket: Ticket;
  threadId: string;
}

/** A world with one connected account, and what tests of replies ask of it. */
export class Desk {
  readonly world: World;
  readonly accountId: string;
  readonly metadata: string;
  readonly zendeskId: number;

  constructor(world: World, account: { accountId: string; metadata: string; zendeskId: number }) {
    this.world = world;
    this.accountId = account.accountId;
    this.metadata = account.metadata;
    this.zendeskId = account.zendeskId;
  }

  /** A review that became a ticket some minutes ago. */
  async open(draft: ReviewDraft = {}): Promise<Case> {
    const [one] = await this.openMany(1, draft);
    if (one === undefined) throw new Error('There is no review.');
    return one;
  }

  async openMany(count: number, draft: ReviewDraft = {}): Promise<Case[]> {
    const { world } = this;
    const reviews = world.trustpilot.createReviews(Array.from({ length: count }, () => draft));
    const threadIds = reviews.map(({ id }) => this.threadId(id));
    // Once as a rule; on a busy machine a poll may time out and back off.
    for (let tries = 0; tries < 5; tries += 1) {
      await world.sync();
      world.clock.advance(5 * minuteMs);
      if (threadIds.every((id) => world.zendesk.ticketOf(id) !== undefined)) break;
    }
    return reviews.map((review) => {
      const threadId = this.threadId(review.id);
      return { review, threadId, ticket: this.ticketOf(threadId) };
    });
  }

  threadId(reviewId: string): string {
    return `tp:${this.accountId}:review:${reviewId}`;
  }

  ticketOf(externalId: string): Ticket {
    const ticket = this.world.zendesk.ticketOf(externalId);
    if (ticket === undefined) throw new Error(`No ticket of ${externalId}`);
    return ticket;
  }

  /** One channelback as Zendesk sends it; a field given as undefined is left out. */
  async send(
    { threadId }: Case,
    message: string,
    requestId: string,
    fields: Record<string, string | undefined> = {},
  ) {
    const given: Record<string, string | undefined> = {
      message,
      parent_id: threadId,
      thread_id: threadId,
      recipient_id: 'tp:consumer:1',
      metadata: this.metadata,
      request_unique_identifier: requestId,
      ...fields,
    };
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(given)) if (value !== undefined) form.set(name, value);
    return this.post(form.toString());
  }

  async post(body: string, type = 'application/x-www-form-urlencoded'): Promise<Answer> {
    const response = await fetch(`${this.world.url}/zendesk/channelback`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    const text = await response.text();
    const json = (text === '' ? {} : JSON.parse(text)) as { external_id?: string; error_info?: string };
    return {
      status: response.status,
      body: text,
      externalId: json.external_id,
      errorInfo: json.error_info,
      retryAfter: response.headers.get('retry-after'),
    };
  }

  /** The texts that the API accepted for the review, in order. */
  published({ review }: Case): string[] {
    return this.world.trustpilot.publications(review.id).map(({ text }) => text);
  }

  standing({ review }: Case): string | undefined {
    return this.world.trustpilot.review(review.id)?.companyReply?.text;
  }

  /** Time passes, the schedule ticks, Zendesk pulls. */
  async pass(ms: number): Promise<void> {
    this.world.clock.advance(ms);
    await this.world.sync();
  }

  /** The looks after 5 and 15 minutes. */
  async settle(): Promise<void> {
    await this.pass(5 * minuteMs + 1_000);
    await this.pass(11 * minuteMs);
  }

  /** Texts of the internal notes in the ticket, oldest first. */
  notes({ threadId }: Case): string[] {
    return this.ticketOf(threadId)
      .comments.filter((comment) => !comment.public)
      .map(({ text }) => text);
  }

  async record({ review }: Case): Promise<ReviewRecord> {
    const record = await this.world.deps.reviews.read(this.accountId, review.id);
    if (record === undefined) throw new Error('The review is not known.');
    return record;
  }

  /** Kinds of the notes that were written about agents' replies to the review. */
  async told(one: Case): Promise<string[]> {
    const facts = factsInOrder(await this.record(one));
    return facts.flatMap(({ fact }) => (fact.kind === 'note' ? [fact.note.about] : []));
  }

  async replies({ review }: Case): Promise<Reply[]> {
    const { Items = [] } = await this.world.db.send(
      new QueryCommand({
        TableName: this.world.tableName,
        KeyConditionExpression: 'PK = :replies',
        ExpressionAttributeValues: { ':replies': keys.replies(this.accountId) },
      }),
    );
    const replies = Items.map((item) => replySchema.parse(item));
    return replies.filter(({ reviewId }) => reviewId === review.id);
  }

  /** Replies that are neither published nor given up, looks that are overdue, and locks in force half a minute later. */
  async leftOpen(one: Case): Promise<string[]> {
    const { world } = this;
    const replies = await this.replies(one);
    const laterMs = world.clock.nowMs() + 30_000;
    const { publishing } = await this.record(one);
    const due = await world.db.send(
      new QueryCommand({
        TableName: world.tableName,
        KeyConditionExpression: 'PK = :due',
        ExpressionAttributeValues: { ':due': keys.due },
      }),
    );
    const ids = new Set(replies.map(({ replyId }) => replyId));
    const looks = (due.Items ?? [])
      .map((item) => dueSchema.parse(item))
      .filter(({ kind, id, atMs }) => kind === 'settle' && ids.has(id) && atMs < world.clock.nowMs());
    return [
      ...replies.filter(({ status }) => !over.has(status)).map(({ status }) => `a reply that is ${status}`),
      ...replies.filter(({ leaseUntilMs }) => leaseUntilMs > laterMs).map(() => 'a lease'),
      ...((publishing?.untilMs ?? 0) > laterMs ? ['the lock of the review'] : []),
      ...looks.map(() => 'an overdue look'),
    ];
  }
}

const over = new Set(['published', 'superseded', 'failed']);

/** Zendesk repeats at once, so that tests need not wait. */
const hasty = { channelbackRetryDelaysMs: [0, 0, 0] };

/**
 * One world and one account for the tests of a file. Each test ends with the proof that Zendesk had nothing to
 * complain of and that no log line tells a token, metadata or what an agent wrote.
 */
export function useDesk(options: ZendeskSimulatorOptions = {}): () => Desk {
  let desk: Desk | undefined;
  let goodDeps: Deps;
  const current = (): Desk => {
    if (desk === undefined) throw new Error('The desk is not open yet.');
    return desk;
  };
  beforeAll(async () => {
    const world = await startWorld({ zendesk: { ...hasty, ...options } });
    goodDeps = world.deps;
    desk = new Desk(world, await world.connect());
    await world.sync();
  });
  afterEach(() => {
    const { world } = current();
    world.deps = goodDeps;
    world.zendesk.setGoodDay();
    world.trustpilot.clearFaults();
    world.trustpilot.setSwitches({ staleReadSeconds: 0, cachedPageSeconds: 0, secondReplyAnswers409: false });
    expect(world.zendesk.violations().filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(indiscretions(world)).toEqual([]);
  });
  afterAll(() => current().world.close());
  return current;
}

/** Secrets and agents' texts that stand in the log. */
function indiscretions({ logLines, zendesk, trustpilot }: World): string[] {
  const log = logLines.join('\n');
  const texts = trustpilot.reviews().flatMap(({ id }) => trustpilot.publications(id).map(({ text }) => text));
  const typed = zendesk
    .tickets()
    .flatMap(({ comments }) => comments.filter(({ author }) => author.kind === 'agent'))
    .map(({ text }) => text);
  const needles = [...zendesk.secretsSeen(), ...texts, ...typed].flatMap((text) => text.split('\n'));
  return needles.filter((needle) => needle.trim().length > 3 && log.includes(needle));
}
