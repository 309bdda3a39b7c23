import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { createHandler as createPull } from '../../../lambdas/pull/handler.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { aSync, someSettings } from '../../support/builders.ts';
import { startWorld, type World } from '../../support/world.ts';
import { aContext, aRequest } from './a-request.ts';
import { Meter } from './meter.ts';
import { number, type PartResult } from './part.ts';
import { timed } from './statistics.ts';

const sizes = [1, 10, 100, 1_000];
const rounds = 20;

/** What a tick that finds nothing due costs, and an empty pull of one account among so many. */
export async function growth(): Promise<PartResult> {
  const rows: Awaited<ReturnType<typeof withAccounts>>[] = [];
  for (const accounts of sizes) rows.push(await withAccounts(accounts));
  const row = (name: string, of: (one: (typeof rows)[number]) => number, digits = 1) => [
    name,
    ...rows.map((one) => number(of(one), digits)),
  ];
  return {
    findings: [
      {
        name: 'growth',
        title: 'How it grows with the number of accounts, each with one domain',
        table: {
          head: ['accounts', ...sizes.map((count) => number(count))],
          rows: [
            row('read units of a tick with nothing due', ({ tickReads }) => tickReads),
            row('write units of it', ({ tickWrites }) => tickWrites),
            row('its time (ms)', ({ tickMs }) => tickMs, 0),
            row('read units of an empty pull', ({ pullReads }) => pullReads),
            row('its time (ms)', ({ pullMs }) => pullMs),
          ],
        },
      },
    ],
  };
}

async function withAccounts(count: number) {
  const world = await startWorld();
  try {
    const own = await world.connect();
    await world.poll();
    await world.zendesk.tick();
    await putOthers(world, count - 1, own.account);
    const meter = new Meter(world);
    const tickMs = await timed(() => world.tick());
    const tick = meter.stop();
    const pull = () => createPull(world.deps)(aRequest({ metadata: own.metadata, state: '' }), aContext);
    await pull();
    const pullMeter = new Meter(world);
    await pull();
    const pulled = pullMeter.stop();
    const pullMs = await timed(async () => {
      for (let round = 0; round < rounds; round += 1) await pull();
    });
    return {
      tickReads: tick.readUnits,
      tickWrites: tick.writeUnits,
      tickMs,
      pullReads: pulled.readUnits,
      pullMs: pullMs / rounds,
    };
  } finally {
    await world.close();
  }
}

type Row = Record<string, unknown>;

/** Accounts whose domains were polled a moment ago. */
async function putOthers(world: World, count: number, like: object): Promise<void> {
  const nowMs = world.clock.nowMs();
  const rows: Row[] = Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const accountId = `account${String(index).padStart(9, '0')}`;
    const account = { ...like, accountId, status: 'live', lastPullAtMs: nowMs, settings: someSettings() };
    const [businessUnitId] = (like as { domains: { businessUnitId: string }[] }).domains.map(
      (domain) => domain.businessUnitId,
    );
    const sync = aSync({
      accountId,
      businessUnitId: businessUnitId ?? '',
      lastPollAtMs: nowMs + 3_600_000,
      lastSuccessAtMs: nowMs,
      notBeforeMs: nowMs + 3_600_000,
    });
    return [
      { ...keys.account(accountId), ...account },
      { ...keys.sync(accountId, businessUnitId ?? ''), ...sync },
    ];
  });
  for (let at = 0; at < rows.length; at += 25) {
    const requests = rows.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
    await world.db.send(new BatchWriteCommand({ RequestItems: { [world.tableName]: requests } }));
  }
}
