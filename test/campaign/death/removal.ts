import { hourMs, minuteMs, writeReviews } from '../../integration/delivery/setup.ts';
import { mortal, tracesOf, world } from './every-death.ts';

/** One that an admin has connected, with its login kept, a review and a ticket. */
export async function aConnectedAccount() {
  const account = await world.connect();
  writeReviews(world, 1);
  await world.sync();
  return account;
}

export async function remove({ zendeskId }: { zendeskId: number }): Promise<void> {
  await world.zendesk.destroyAccount(zendeskId);
  await world.zendesk.eventsDelivered();
}

/** The removal, and its second pass an hour later. */
export async function purge(): Promise<void> {
  for (const passMs of [1_000, 2 * hourMs, minuteMs]) {
    world.clock.advance(passMs);
    await world.poll();
  }
}

export async function expectNothingLeft({ accountId }: { accountId: string }): Promise<void> {
  expect(await tracesOf(accountId)).toEqual([]);
  expect(await mortal.keptLogins()).toEqual([]);
  expect(world.trustpilot.calls().filter(({ route }) => route === 'revoke')).not.toEqual([]);
}
