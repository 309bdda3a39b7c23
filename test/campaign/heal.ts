import { hourMs, minuteMs, type Scene } from './scene.ts';

/** Some minutes, then the times at which what failed is due again. */
const passes = [
  0,
  6 * minuteMs,
  16 * minuteMs,
  31 * minuteMs,
  65 * minuteMs,
  24 * hourMs,
  hourMs,
  25 * hourMs,
  10 * minuteMs,
];
const mostPulls = 30;

/** Nothing goes wrong any more; people do what is theirs to do, and two days pass. */
export async function heal(scene: Scene): Promise<void> {
  const { world, clock, lambdas, courier, faults, account } = scene;
  faults.rate = 0;
  goodDay(scene);
  await world.zendesk.releaseEvents();
  await world.trustpilot.webhooksSettled();
  lambdas.startAfresh();
  await world.zendesk.activate(account.zendeskId);
  faults.note('message parked and sent again', await courier.redrive());
  for (const passMs of passes) {
    clock.advance(passMs);
    scene.trace.note(() => `healing, ${passMs / minuteMs} minutes later`);
    await scene.reconnectIfAsked();
    await world.tick();
    await courier.bringAll();
    await pullAll(scene);
  }
}

function goodDay({ world: { trustpilot, zendesk } }: Scene): void {
  trustpilot.chaos(undefined);
  trustpilot.clearFaults();
  trustpilot.setSwitches({ staleReadSeconds: 0, webhookDuplicates: false, webhookReordered: false });
  zendesk.setGoodDay();
}

async function pullAll({ world: { zendesk }, account: { zendeskId } }: Scene): Promise<void> {
  for (let pulls = 0; pulls < mostPulls; pulls += 1) {
    const { ok, error, handedOver } = await zendesk.pull(zendeskId);
    if (!ok) throw new Error(`A pull failed on a good day: ${error ?? ''}`);
    if (handedOver.length === 0) return;
  }
  throw new Error('The outbox does not become empty.');
}
