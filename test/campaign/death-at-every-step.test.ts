import type { SQSRecord } from 'aws-lambda';
import type { FunctionName } from '../../lambdas/routes.ts';
import { keys } from '../../lambdas/store/table.ts';
import { bringAgain } from '../integration/delivery/crash-setup.ts';
import {
  expectOneTicketEach,
  forgetAll,
  hourMs,
  minuteMs,
  pullAll,
  rowsIn,
  rowsOf,
  ticketsOf,
  writeReviews,
} from '../integration/delivery/setup.ts';
import { connectSidebar } from '../integration/sidebar/sidebar.ts';
import {
  beginConsent,
  bluelamp,
  connect,
  decide,
  get,
  hiddenField,
  openForm,
  post,
  submitting,
  tokenOf,
} from '../integration/web/admin.ts';
import type { World } from '../support/world.ts';
import { Emulators } from './emulators.ts';
import type { Death } from './invocation.ts';
import { MortalWorld } from './mortal-world.ts';

/*
 * Not by chance, but one after the other: every handler dies at each of its calls to the outside (DynamoDB, SQS,
 * Secrets Manager, Trustpilot), before and after the call has its effect. Whoever called it comes again as he would,
 * and everything is as it should be.
 */
let emulators: Emulators;
let mortal: MortalWorld;
let world: World;
beforeAll(async () => {
  emulators = await Emulators.start();
  mortal = await MortalWorld.start(emulators);
  world = mortal.world;
});
afterAll(async () => {
  await mortal.close();
  await emulators.close();
});

interface Row<Situation> {
  dies: FunctionName;
  before: () => Promise<Situation>;
  /** What calls the function that dies. */
  act: (situation: Situation) => Promise<unknown>;
  /** The caller comes again, and what else comes by itself. */
  again: (situation: Situation) => Promise<unknown>;
  holds: (situation: Situation) => Promise<void>;
  /** Fewer calls than that, and the row does not do what it says. */
  least: number;
}

async function everyDeath<Situation>({ dies, before, act, again, holds, least }: Row<Situation>) {
  const live = async (death: Death | undefined): Promise<number> => {
    await forgetAll(world);
    await mortal.forgetLogins();
    world.trustpilot.setSwitches({ consent: 'allow' });
    const situation = await before();
    const calls = await mortal.dying(dies, death, () => act(situation));
    try {
      await again(situation);
      await holds(situation);
    } catch (error) {
      if (error instanceof Error && death !== undefined)
        error.message = `${dies} dies ${death.moment} call ${death.call}: ${error.message}`;
      throw error;
    }
    return calls;
  };
  const calls = await live(undefined);
  expect(calls).toBeGreaterThanOrEqual(least);
  // Before one call is after the one before it.
  for (let call = 1; call <= calls; call += 1) await live({ call, moment: 'before' });
  await live({ call: calls, moment: 'after' });
}

/** Everything that is still about the account. */
const tracesOf = async (accountId: string) =>
  (await rowsOf(world)).filter((row) => JSON.stringify(row).includes(accountId));

/** Nothing is on its way any more: no entry, and nothing that a pull has to search for. */
async function expectNothingStuck(accountId: string): Promise<void> {
  const { suspects, parked } = await world.deps.outbox.readHandout(accountId);
  expect({ suspects, parked }).toEqual({ suspects: {}, parked: [] });
  expect((await rowsIn(world, keys.outbox(accountId))).map(({ SK }) => SK)).toEqual(['!']);
}

describe('the schedule', () => {
  test('in the sync of unanswered reviews: each becomes one ticket, and the sync comes to its end', async () => {
    await everyDeath({
      dies: 'poll',
      least: 10,
      before: async () => {
        const old = writeReviews(world, 3);
        world.clock.advance(hourMs);
        const backfill = { on: true, period: '24h' as const, requestedAtMs: world.clock.nowMs() };
        const account = await world.connect({ settings: { backfill } });
        return { account, reviews: [...old, ...writeReviews(world, 1)] };
      },
      act: () => world.tick(),
      again: () => world.sync(),
      holds: async ({ account, reviews }) => {
        expectOneTicketEach(world, account, reviews);
        const { records } = await world.deps.syncs.all(account.accountId);
        expect([...records.values()].map(({ backfill }) => backfill?.finishedAtMs)).not.toContain(undefined);
        await expectNothingStuck(account.accountId);
      },
    });
  });
});

describe('the hooks', () => {
  /** As Trustpilot tells of a review; the status of our answer. */
  async function tell(webhookKey: string, reviewId: string): Promise<number> {
    const events = [{ eventName: 'service-review-created', eventData: { id: reviewId } }];
    const { status } = await fetch(`${world.url}/trustpilot/webhooks/${webhookKey}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
    });
    return status;
  }

  async function aReviewToTellOf() {
    const account = await world.connect();
    await world.tick();
    world.clock.advance(minuteMs);
    const review = world.trustpilot.createReview();
    const { webhookKey = '' } = account.account.domains[0] ?? {};
    return { account, review, webhookKey, left: [] as SQSRecord[] };
  }

  test('in a webhook that Trustpilot repeats: the review becomes one ticket', async () => {
    await everyDeath({
      dies: 'hooks',
      least: 2,
      before: aReviewToTellOf,
      act: ({ webhookKey, review }) => tell(webhookKey, review.id),
      again: async ({ account, webhookKey, review }) => {
        expect(await tell(webhookKey, review.id)).toBe(200);
        await world.drain();
        await pullAll(world, account);
      },
      holds: async ({ account, review }) => {
        expectOneTicketEach(world, account, [review]);
        await expectNothingStuck(account.accountId);
      },
    });
  });

  test('in a webhook that nobody repeats: the next poll finds the review', async () => {
    await everyDeath({
      dies: 'hooks',
      least: 2,
      before: aReviewToTellOf,
      act: ({ webhookKey, review }) => tell(webhookKey, review.id),
      again: async () => {
        world.clock.advance(hourMs);
        await world.sync();
      },
      holds: async ({ account, review }) => {
        expectOneTicketEach(world, account, [review]);
        expect(await rowsIn(world, keys.hints)).toEqual([]);
        await expectNothingStuck(account.accountId);
      },
    });
  });

  test('in the removal of an account whose event comes twice: nothing of it is left, and its login is ended', async () => {
    await everyDeath({
      dies: 'hooks',
      least: 2,
      before: aConnectedAccount,
      act: remove,
      again: async (situation) => {
        await sendEvent('destroy_integration_instance', { metadata: situation.metadata });
        await purge();
      },
      holds: expectNothingLeft,
    });
  });
});

const sendEvent = async (type_id: string, data: object) =>
  fetch(`${world.url}/zendesk/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      events: [{ type_id, timestamp: new Date(world.clock.nowMs()).toISOString(), subdomain: 'acme', data }],
    }),
  });

/** One that an admin has connected, with its login kept, a review and a ticket. */
async function aConnectedAccount() {
  const account = await world.connect();
  writeReviews(world, 1);
  await world.sync();
  return account;
}

async function remove({ zendeskId }: { zendeskId: number }): Promise<void> {
  await world.zendesk.destroyAccount(zendeskId);
  await world.zendesk.eventsDelivered();
}

/** The removal, and its second pass an hour later. */
async function purge(): Promise<void> {
  for (const passMs of [1_000, 2 * hourMs, minuteMs]) {
    world.clock.advance(passMs);
    await world.poll();
  }
}

async function expectNothingLeft({ accountId }: { accountId: string }): Promise<void> {
  expect(await tracesOf(accountId)).toEqual([]);
  expect(await mortal.keptLogins()).toEqual([]);
  expect(world.trustpilot.calls().filter(({ route }) => route === 'revoke')).not.toEqual([]);
}

describe('the worker', () => {
  const drain = async (situation: { left: SQSRecord[] }) => {
    situation.left = await world.drain();
  };

  test('with reviews that were polled: each becomes one ticket', async () => {
    await everyDeath({
      dies: 'worker',
      least: 4,
      before: async () => {
        const account = await world.connect();
        const reviews = writeReviews(world, 2);
        await world.tick();
        return { account, reviews, left: [] };
      },
      act: drain,
      again: async ({ account, left }) => {
        await bringAgain(world, left);
        await pullAll(world, account);
      },
      holds: async ({ account, reviews }) => {
        expectOneTicketEach(world, account, reviews);
        await expectNothingStuck(account.accountId);
      },
    });
  });

  test('with a hint: the news of the review is one comment', async () => {
    await everyDeath({
      dies: 'worker',
      least: 5,
      before: async () => {
        const account = await world.connect();
        const [review] = writeReviews(world, 1);
        if (review === undefined) throw new Error('No review');
        await world.sync();
        world.clock.advance(minuteMs);
        world.trustpilot.editReview(review.id, { stars: 1, text: 'Worse than that.' });
        const { accountId, businessUnitId } = account;
        await world.deps.queue.sendAll([{ kind: 'hint', accountId, businessUnitId, reviewId: review.id }]);
        return { account, review, left: [] };
      },
      act: drain,
      again: async ({ account, left }) => {
        await bringAgain(world, left);
        await pullAll(world, account);
      },
      holds: async ({ account, review }) => {
        expectOneTicketEach(world, account, [review]);
        expect(ticketsOf(world, account)[0]?.comments).toHaveLength(2);
        await expectNothingStuck(account.accountId);
      },
    });
  });

  test('with an erasure: nothing of the review is left, and the agent hears of it once', async () => {
    await everyDeath({
      dies: 'worker',
      least: 10,
      before: async () => {
        const account = await world.connect();
        const [review, other] = writeReviews(world, 2);
        if (review === undefined || other === undefined) throw new Error('No review');
        await world.sync();
        world.trustpilot.deleteReview(review.id);
        const { accountId } = account;
        await world.deps.queue.sendAll([{ kind: 'erase', accountId, reviewId: review.id, isDeleted: true }]);
        return { account, review, other, left: [] };
      },
      act: drain,
      again: async ({ account, left }) => {
        await bringAgain(world, left);
        await pullAll(world, account);
        await world.zendesk.eventsDelivered();
        // The note is offered three times within a day, which is planned by the review's id.
        for (const passMs of [hourMs, 24 * hourMs, 10 * minuteMs]) {
          world.clock.advance(passMs);
          await world.sync();
        }
      },
      holds: async ({ account, review, other }) => {
        expect(await tracesOf(review.id)).toEqual([]);
        expectOneTicketEach(world, account, [review, other]);
        const comments = ticketsOf(world, account).flatMap((ticket) => ticket.comments);
        expect(comments.filter(({ externalId }) => externalId?.includes(':removed:'))).toHaveLength(1);
        await expectNothingStuck(account.accountId);
      },
    });
  });

  test('in the removal of an account: nothing of it is left, and its login is ended', async () => {
    await everyDeath({
      dies: 'worker',
      least: 20,
      before: async () => {
        const situation = await aConnectedAccount();
        await remove(situation);
        world.clock.advance(1_000);
        await world.tick();
        return situation;
      },
      act: () => world.drain(),
      // Planned work is sent again by every tick until it is done.
      again: purge,
      holds: expectNothingLeft,
    });
  });

  test('in the end of a dialogue that nobody submitted: its login is ended', async () => {
    await everyDeath({
      dies: 'worker',
      least: 5,
      before: async () => {
        await connect(pages(), tokenOf((await world.zendesk.openDialogue()).page));
        expect(await mortal.keptLogins()).toHaveLength(1);
        world.clock.advance(25 * hourMs);
        await world.tick();
      },
      act: () => world.drain(),
      again: purge,
      holds: async () => {
        expect(await mortal.keptLogins()).toEqual([]);
        expect(world.trustpilot.calls().filter(({ route }) => route === 'revoke')).not.toEqual([]);
        expect(await rowsIn(world, keys.due)).toEqual([]);
      },
    });
  });
});

/** What the helpers of the dialogue's tests go by. */
const pages = () => ({ publicUrl: world.url, zendesk: world.zendesk });

describe('the pages', () => {
  /** Zendesk pulls for two days while what was planned happens. */
  async function twoDays(zendeskId: number | undefined): Promise<void> {
    for (const passMs of [minuteMs, 20 * hourMs, 20 * hourMs, 10 * hourMs, minuteMs]) {
      world.clock.advance(passMs);
      await world.poll();
      if (zendeskId !== undefined) expect((await world.zendesk.pull(zendeskId)).ok).toBe(true);
    }
  }

  /** Account, claims and login belong together, and everything else is cleaned up. */
  async function expectOneAccount(zendeskId: number, lost = 0): Promise<void> {
    const { metadata } = world.zendesk.account(zendeskId);
    const accountId = (JSON.parse(metadata) as { account: string }).account;
    const account = await world.deps.accounts.read(accountId, { consistent: true });
    expect(account).toMatchObject({ status: 'live', connection: { status: 'ok' } });
    const claims = [...(await world.deps.claims.all('acme')).values()];
    expect(claims.map((claim) => [claim.businessUnitId, claim.accountId])).toEqual([[bluelamp, accountId]]);
    expect(await mortal.keptLogins()).toEqual([account?.connection.connectionId]);
    // Ending one twice is no harm.
    expect(mortal.openLogins()).toBeLessThanOrEqual(1 + lost);
    const [review] = writeReviews(world, 1, 1000, { stars: 5 });
    world.clock.advance(hourMs);
    await world.sync();
    const tickets = world.zendesk.tickets().filter((ticket) => ticket.accountId === zendeskId);
    expect(tickets.map(({ threadId }) => threadId)).toEqual([`tp:${accountId}:review:${review?.id ?? ''}`]);
    expect((await rowsOf(world)).filter(({ PK }) => PK.startsWith('DIALOGUE'))).toEqual([]);
  }

  const fields = (page: { html: string }) => ({
    dialogue: tokenOf(page),
    name: 'Blue Lamp',
    domain: bluelamp,
    stars: '5',
    subject: '{title}',
  });

  test('in the return from Trustpilot, and the admin connects again: one account with one login', async () => {
    let unknown = 0;
    await everyDeath({
      dies: 'web',
      least: 7,
      before: async () => {
        const browser = await world.zendesk.openDialogue();
        const { location, cookie } = await beginConsent(pages(), tokenOf(browser.page));
        return { browser, back: await decide(location), cookie, lost: 0 };
      },
      act: ({ back, cookie }) => get(back, { cookie }),
      again: async (situation) => {
        const { browser } = situation;
        // Tokens that were not stored yet died with the function: nobody can end that login, and nobody has it.
        situation.lost = mortal.openLogins() - (await mortal.keptLogins()).length;
        unknown += situation.lost;
        await connect(pages(), tokenOf(browser.page));
        await browser.submit({ button: 'I have allowed access, go on' });
        await browser.submit(submitting({ name: 'Blue Lamp', domain: [bluelamp] }));
        await twoDays(browser.account?.id);
      },
      holds: ({ browser, lost }) => expectOneAccount(browser.account?.id ?? 0, lost),
    });
    expect(unknown).toBeLessThanOrEqual(2);
  });

  test('in the return from Trustpilot, and nobody comes again: nothing is left', async () => {
    await everyDeath({
      dies: 'web',
      least: 7,
      before: async () => {
        const { page } = await world.zendesk.openDialogue();
        const { location, cookie } = await beginConsent(pages(), tokenOf(page));
        return { back: await decide(location), cookie };
      },
      act: ({ back, cookie }) => get(back, { cookie }),
      again: () => twoDays(undefined),
      holds: async () => {
        expect(await mortal.keptLogins()).toEqual([]);
        expect(await rowsIn(world, keys.due)).toEqual([]);
      },
    });
  });

  test('in Submit, and the admin presses it again: one account with one login', async () => {
    await everyDeath({
      dies: 'web',
      least: 7,
      before: async () => {
        return { browser: await openForm(pages()) };
      },
      act: ({ browser }) => post(pages(), '/zendesk/admin/submit', fields(browser.page)),
      again: async ({ browser }) => {
        await browser.submit(submitting({ name: 'Blue Lamp', domain: [bluelamp] }));
        await twoDays(browser.account?.id);
      },
      holds: ({ browser }) => expectOneAccount(browser.account?.id ?? 0),
    });
  });

  test('in Submit, and nobody comes again: no account, no login, and the domain is free', async () => {
    await everyDeath({
      dies: 'web',
      least: 7,
      before: async () => {
        return { browser: await openForm(pages()) };
      },
      act: ({ browser }) => post(pages(), '/zendesk/admin/submit', fields(browser.page)),
      again: async () => twoDays(undefined),
      holds: async () => {
        expect(await mortal.keptLogins()).toEqual([]);
        expect(mortal.openLogins()).toBeLessThanOrEqual(0);
        expect((await rowsOf(world)).filter(({ PK }) => PK.startsWith('ACCOUNT'))).toEqual([]);
        const browser = await openForm(pages());
        await browser.submit(submitting({ name: 'Another', domain: [bluelamp] }));
        expect(browser.account).toBeDefined();
      },
    });
  });

  test.each(['presses it again', 'goes away'])(
    'in the Submit of a new login, and the admin %s: one login, that of the account',
    async (what) => {
      await everyDeath({
        dies: 'web',
        least: 6,
        before: async () => {
          const first = await openForm(pages());
          await first.submit(submitting({ name: 'Blue Lamp', domain: [bluelamp] }));
          const zendeskId = first.account?.id ?? 0;
          await world.zendesk.pull(zendeskId);
          const browser = await openForm(pages(), { accountId: zendeskId });
          await connect(pages(), tokenOf(browser.page));
          return { browser, zendeskId };
        },
        act: ({ browser: { page } }) => {
          const version = hiddenField(page.html, 'version');
          const metadata = hiddenField(page.html, 'metadata');
          return post(pages(), '/zendesk/admin/submit', { ...fields(page), version, metadata });
        },
        again: async ({ browser, zendeskId }) => {
          if (what === 'presses it again') await browser.submit({ button: 'Submit' });
          await twoDays(zendeskId);
        },
        holds: ({ zendeskId }) => expectOneAccount(zendeskId),
      });
    },
  );
});

describe('a reply', () => {
  async function aTicket() {
    const account = await connectSidebar(world);
    const [review] = writeReviews(world, 1);
    if (review === undefined) throw new Error('No review');
    await world.sync();
    const [ticket] = ticketsOf(world, account);
    return { account, review, ticketId: ticket?.id ?? 0, click: { actionId: `click-${review.id}` } };
  }
  type Case = Awaited<ReturnType<typeof aTicket>>;

  /** As Zendesk sends it, each time alike. */
  const answer = async ({ account, review }: Case) => {
    const threadId = `tp:${account.accountId}:review:${review.id}`;
    const body = new URLSearchParams({
      message: 'Sorry about the lamp.',
      parent_id: threadId,
      thread_id: threadId,
      recipient_id: 'tp:consumer:1',
      metadata: account.metadata,
      request_unique_identifier: `request-${review.id}`,
    });
    return (await fetch(`${world.url}/zendesk/channelback`, { method: 'POST', body })).status;
  };

  /** Settled after 5 and 15 minutes. */
  async function settle(): Promise<void> {
    for (const passMs of [6 * minuteMs, 11 * minuteMs]) {
      world.clock.advance(passMs);
      await world.sync();
    }
  }

  const published = ({ review }: Case) => world.trustpilot.publications(review.id).map(({ text }) => text);
  const statuses = async ({ account }: Case) =>
    (await rowsIn(world, keys.replies(account.accountId))).map(({ status }) => status);

  test('that Zendesk repeats is published once', async () => {
    await everyDeath({
      dies: 'channelback',
      least: 10,
      before: aTicket,
      act: answer,
      again: async (one) => {
        world.clock.advance(31_000);
        let status = await answer(one);
        // Sent, perhaps: nobody can tell before the caches have had their time.
        if (status === 503) {
          world.clock.advance(6 * minuteMs);
          status = await answer(one);
        }
        expect(status).toBe(200);
        await settle();
      },
      holds: async (one) => {
        expect(published(one)).toEqual(['Sorry about the lamp.']);
        expect(await statuses(one)).toEqual(['published']);
        await expectNothingStuck(one.account.accountId);
      },
    });
  });

  test('that an agent publishes again from the sidebar, with the same click again, is published once', async () => {
    await everyDeath({
      dies: 'sidebar',
      least: 10,
      before: async () => {
        const one = await aTicket();
        world.zendesk.behaviour.channelbackRetries = 0;
        world.trustpilot.failNext({ kind: '403', match: /^POST .*\/reply/, times: 'always' });
        await world.zendesk.agentReplies(one.ticketId, 'Sorry about the lamp.');
        world.trustpilot.clearFaults();
        await settle();
        return one;
      },
      act: ({ account: { sidebar }, review, click }) => sidebar.act('publish-again', review.id, click),
      again: async ({ account: { sidebar }, review, click }) => {
        world.clock.advance(31_000);
        const first = await sidebar.act('publish-again', review.id, click);
        if (first.status === 503) {
          world.clock.advance(6 * minuteMs);
          await sidebar.act('publish-again', review.id, click);
        }
        await settle();
      },
      holds: async (one) => {
        expect(published(one)).toEqual(['Sorry about the lamp.']);
        expect(await statuses(one)).toEqual(['published']);
        const notes = ticketsOf(world, one.account)[0]?.comments.map(({ text }) => text) ?? [];
        expect(notes.filter((note) => note.includes('after all'))).toHaveLength(1);
        await expectNothingStuck(one.account.accountId);
      },
    });
  });
});

test('a pull that Zendesk repeats: nothing is lost, nothing comes twice', async () => {
  await everyDeath({
    dies: 'pull',
    least: 5,
    before: async () => {
      const account = await world.connect();
      const reviews = writeReviews(world, 2);
      await world.poll();
      world.zendesk.setBadDay({ events: 'late' });
      await world.zendesk.pull(account.zendeskId);
      reviews.push(...writeReviews(world, 2));
      world.clock.advance(hourMs);
      await world.poll();
      return { account, reviews };
    },
    act: ({ account }) => world.zendesk.pull(account.zendeskId),
    again: async ({ account }) => {
      world.zendesk.setGoodDay();
      await pullAll(world, account);
    },
    holds: async ({ account, reviews }) => {
      expectOneTicketEach(world, account, reviews);
      await expectNothingStuck(account.accountId);
    },
  });
});
