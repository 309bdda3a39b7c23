import { keys } from '../../../lambdas/store/table.ts';
import { hourMs, minuteMs, rowsIn, rowsOf, writeReviews } from '../../integration/delivery/setup.ts';
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
} from '../../integration/web/admin.ts';
import { everyDeath, mortal, world } from './every-death.ts';

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

  const inSubmit = {
    dies: 'web',
    least: 7,
    before: async () => ({ browser: await openForm(pages()) }),
    act: ({ browser }: { browser: Awaited<ReturnType<typeof openForm>> }) =>
      post(pages(), '/zendesk/admin/submit', fields(browser.page)),
  } as const;

  test('in Submit, and the admin presses it again: one account with one login', async () => {
    await everyDeath({
      ...inSubmit,
      again: async ({ browser }) => {
        await browser.submit(submitting({ name: 'Blue Lamp', domain: [bluelamp] }));
        await twoDays(browser.account?.id);
      },
      holds: ({ browser }) => expectOneAccount(browser.account?.id ?? 0),
    });
  });

  test('in Submit, and nobody comes again: no account, no login, and the domain is free', async () => {
    await everyDeath({
      ...inSubmit,
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
