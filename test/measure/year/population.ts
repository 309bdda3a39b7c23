import { seededRandom } from '../../simulators/trustpilot/random.ts';
import type { TrustpilotSimulator } from '../../simulators/trustpilot/index.ts';

const dayMs = 86_400_000;
/** What happens to a review later happens while reviews are looked after. */
const laterDays = 25;
/** Nothing new happens at the end, so that what happened can be compared. */
const quietDays = 9;

/** Ten domains from 0.1 to 30 reviews a day, evenly spread on a logarithmic scale. */
export const domains = Array.from({ length: 10 }, (_, index) => ({
  domain: `shop-${index + 1}.example`,
  reviewsPerDay: 0.1 * 300 ** (index / 9),
}));

export interface Happening {
  atMs: number;
  happen: (trustpilot: TrustpilotSimulator) => void | Promise<void>;
}

/** Everything that happens at Trustpilot in that time, in order: 8 % edited, 2 % removed, 15 % answered there. */
export function happenings(startMs: number, days: number, seed: number): Happening[] {
  const random = seededRandom(seed);
  const all: Happening[] = [];
  let count = 0;
  for (const { domain, reviewsPerDay } of domains) {
    let atMs = startMs;
    for (;;) {
      atMs += (-Math.log(1 - random()) * dayMs) / reviewsPerDay;
      if (atMs > startMs + (days - quietDays) * dayMs) break;
      count += 1;
      all.push(
        ...oneReview(random, { id: `aaaa${count.toString(16).padStart(20, '0')}`, domain, atMs, count }),
      );
    }
  }
  const endMs = startMs + (days - quietDays) * dayMs;
  return all.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs);
}

function oneReview(
  random: () => number,
  { id, domain, atMs, count }: { id: string; domain: string; atMs: number; count: number },
): Happening[] {
  const stars = 1 + Math.floor(random() * 5);
  const later = () => atMs + (0.01 + random() * laterDays) * dayMs;
  const title = `Review ${count}`;
  const happened: Happening[] = [
    { atMs, happen: (trustpilot) => void trustpilot.createReview({ id, domain, stars, title }) },
  ];
  if (random() < 0.08) {
    const change = { stars: 1 + Math.floor(random() * 5), text: `Changed my mind about ${count}.` };
    happened.push({ atMs: later(), happen: (trustpilot) => void trustpilot.editReview(id, change) });
  }
  if (random() < 0.15) {
    const text = `Thank you for review ${count}.`;
    happened.push({ atMs: later(), happen: (trustpilot) => trustpilot.colleagueReplies(id, text) });
  }
  // Nobody edits or answers what is gone.
  if (random() < 0.02) {
    const lastMs = Math.max(...happened.map((one) => one.atMs));
    happened.push({ atMs: lastMs + dayMs, happen: (trustpilot) => trustpilot.deleteReview(id) });
  }
  return happened;
}
