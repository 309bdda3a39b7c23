import type { AwsMethods } from './services.ts';
import { setClock } from './clock.ts';
import { startLoadedProduct } from './product.ts';
import type { OutsideMethods } from './outside.ts';
import { start } from './rpc.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** How often the schedule fires here; Zendesk pulls as often. */
const tickMs = 10 * minuteMs;
/** Reviews of the day's last hours still become tickets. */
const hoursAfter = 4;

export interface Size {
  accounts: number;
  domainsEach: number;
  reviews: number;
  replies: number;
}

/** One day: reviews all day long, a twentieth of the accounts with ten times the reviews of the others. */
export async function liveADay(size: Size): Promise<boolean> {
  const startedMs = performance.now();
  const aws = start<AwsMethods>('aws');
  const outside = start<OutsideMethods>('outside');
  const product = await startLoadedProduct(aws.remote, outside.remote, {
    POLL_SECONDS: String(tickMs / 1000),
    // What such a volume would be bought with: each domain can be read forty times a day.
    TRUSTPILOT_YEARLY_CALLS: String(size.accounts * size.domainsEach * 40 * 365),
  });
  const accounts = Array.from({ length: size.accounts }, (_, index) => ({
    name: `account${String(index).padStart(4, '0')}`,
    domains: Array.from({ length: size.domainsEach }, (__, n) => `shop-${index}-${n}.example`),
    weight: index < size.accounts / 20 ? 10 : 1,
  }));
  const dealt = accounts.flatMap(({ domains, weight }) =>
    domains.flatMap((domain) => Array.from({ length: weight }, () => domain)),
  );
  const perDay = size.reviews / dealt.length;
  for (const { name, domains, weight } of accounts) {
    await product.addAccount(name, domains);
    for (const domain of domains) await outside.remote.write(history(domain, perDay * weight));
  }
  await product.tick();
  report(0, startedMs, 0);
  const firstMs = Date.now();
  const waits = new Map<string, number[]>();
  let written = 0;
  let answered = 0;
  let tickets = 0;
  for (let hour = 0; hour < 24 + hoursAfter; hour += 1) {
    for (let atMs = firstMs + hour * hourMs; atMs < firstMs + (hour + 1) * hourMs; atMs += tickMs) {
      const upTo = Math.min(
        size.reviews,
        Math.round((size.reviews * (atMs - firstMs + tickMs)) / (24 * hourMs)),
      );
      const count = upTo - written;
      const drafts = Array.from({ length: count }, (_, index) => ({
        number: written + index,
        domain: dealt[((written + index) * 7_919) % dealt.length] ?? '',
        createdAtMs: atMs + Math.floor((tickMs * index) / count),
      }));
      written = upTo;
      setClock(atMs + tickMs);
      await outside.remote.write(drafts);
      await product.tick();
      for (const { accountId, waitedMs } of await outside.remote.pull()) {
        tickets += 1;
        waits.set(accountId, [...(waits.get(accountId) ?? []), waitedMs]);
      }
      const due = Math.min(
        size.replies,
        Math.round((size.replies * (atMs - firstMs + tickMs)) / (24 * hourMs)),
      );
      answered += await outside.remote.answer(due - answered);
    }
    report(hour + 1, startedMs, tickets);
  }
  const figures = {
    ...(await outside.remote.figures()),
    'CPU of the Lambdas (s)': Math.round(process.cpuUsage().user / 1e6),
    'CPU of the emulated AWS (s)': Math.round(await aws.remote.cpuSeconds()),
  };
  const spread = printFigures(size, figures, waits);
  await outside.remote.close();
  await product.close();
  await aws.remote.close();
  for (const { child } of [aws, outside]) child.kill();
  return (
    spread &&
    figures.threads === written &&
    figures.tickets === written &&
    figures.publishedTwice === 0 &&
    figures.published === answered
  );
}

/** What stood there before the account: no tickets come of it, but it tells how busy the domain is. */
function history(domain: string, perDay: number) {
  const nowMs = Date.now();
  return Array.from({ length: 100 }, (_, index) => ({
    number: index,
    domain,
    createdAtMs: nowMs - Math.round(((index + 1) * 24 * hourMs) / perDay) - minuteMs,
  }));
}

/** Memory of the Lambdas' process alone, after a collection. */
function report(hour: number, startedMs: number, tickets: number): void {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const mib = (bytes: number) => Math.round(bytes / 1024 / 1024);
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  console.log(
    `hour ${hour}: ${tickets} tickets, heap ${mib(heapUsed)} MiB, resident ${mib(rss)} MiB, ${seconds} s`,
  );
}

const at = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
const minutes = (ms: number): string => `${(ms / minuteMs).toFixed(1)} min`;

/** False when an account waited more than three times as long as the middle one. */
function printFigures(size: Size, figures: object, waits: Map<string, number[]>): boolean {
  const sorted = (values: number[]) => values.toSorted((a, b) => a - b);
  const all = sorted([...waits.values()].flat());
  const medians = sorted([...waits.values()].map((each) => at(sorted(each), 0.5)));
  const nineties = sorted([...waits.values()].map((each) => at(sorted(each), 0.95)));
  console.table({
    ...size,
    ...figures,
    'review to ticket, median': minutes(at(all, 0.5)),
    '… 95 %': minutes(at(all, 0.95)),
    '… longest': minutes(all.at(-1) ?? Number.NaN),
    'median by account, shortest': minutes(medians[0] ?? Number.NaN),
    'median by account, longest': minutes(medians.at(-1) ?? Number.NaN),
    '95 % by account, shortest': minutes(nineties[0] ?? Number.NaN),
    '95 % by account, longest': minutes(nineties.at(-1) ?? Number.NaN),
    'accounts with tickets': waits.size,
  });
  return waits.size === size.accounts && (medians.at(-1) ?? Infinity) <= 3 * at(medians, 0.5);
}
