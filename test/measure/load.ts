/*
 * A day of 100 accounts with 500 domains, 100,000 reviews and 1,000 replies: the Lambdas in this process, the emulators
 * and both simulators in two others, on one clock that jumps. `npm run load -- 0.1` is a tenth of it.
 */
import { serveOutside } from './load/outside.ts';
import { serveAws } from './load/services.ts';
import { liveADay } from './load/live-a-day.ts';

const [role = '1'] = process.argv.slice(2);
if (role === 'aws') await serveAws();
else if (role === 'outside') await serveOutside();
else {
  const share = Number(role);
  const isGood = await liveADay({
    accounts: Math.max(1, Math.round(100 * share)),
    domainsEach: 5,
    reviews: Math.round(100_000 * share),
    replies: Math.round(1_000 * share),
  });
  console.log(isGood ? 'Nothing lost, nothing twice, nobody starved.' : 'SOMETHING IS WRONG');
  process.exitCode = isGood ? 0 : 1;
}
