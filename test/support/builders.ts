import type { Account, Domain, Settings } from '../../lambdas/core/account.ts';
import { defaultSettings } from '../../lambdas/core/account.ts';
import { toContent } from '../../lambdas/core/content.ts';
import { factIdOf, type Fact } from '../../lambdas/core/fact.ts';
import { firstRecord, type Observation } from '../../lambdas/core/observe.ts';
import type { OutboxEntry } from '../../lambdas/core/outbox-entry.ts';
import { toOutboxEntry } from '../../lambdas/core/outbox-entry.ts';
import type { ReviewRecord } from '../../lambdas/core/review-record.ts';
import type { CompanyReply, Content, Details, Review } from '../../lambdas/core/review.ts';
import type { Sync } from '../../lambdas/core/sync.ts';

/** Everything happens on this day unless a test says otherwise. */
export const noonMs = Date.parse('2026-03-02T12:00:00.000Z');
export const iso = (ms: number): string => new Date(ms).toISOString();

export const accountId = 'acme0acme0acme00';
export const reviewId = '65f0c2a7e1b2c3d4e5f60718';
export const businessUnitId = '5f0c1d2e3a4b5c6d7e8f9012';
export const consumerId = '64d0c0ffee0123456789abcd';

/** The n-th of many Trustpilot ids. */
export const trustpilotId = (n: number): string => n.toString(16).padStart(24, '0');

type Written = Partial<Pick<Content, 'stars' | 'title' | 'text' | 'updatedAt'>>;

export const aContent = (written: Written = {}): Content =>
  toContent({
    stars: 2,
    title: 'Lamp came broken',
    text: 'The shade was cracked.',
    updatedAt: null,
    ...written,
  });

export const someDetails = (overrides: Partial<Details> = {}): Details => ({
  businessUnitId,
  createdAt: iso(noonMs - 60_000),
  experiencedAt: '2026-02-27T00:00:00.000Z',
  language: 'en',
  referenceId: 'ORD-20417',
  verified: true,
  source: 'InvitationLinkApi',
  consumerId,
  consumerName: 'Mette K',
  ...overrides,
});

export const aCompanyReply = (overrides: Partial<CompanyReply> = {}): CompanyReply => ({
  text: 'Sorry about that, Mette.',
  authorName: 'Jens',
  createdAt: iso(noonMs),
  updatedAt: null,
  ...overrides,
});

interface ReviewOverrides extends Written {
  reviewId?: string;
  reply?: CompanyReply | null;
  hidden?: boolean;
  details?: Partial<Details>;
}

export function aReview({
  reviewId: id = reviewId,
  reply = null,
  hidden = false,
  details,
  ...written
}: ReviewOverrides = {}): Review {
  return { reviewId: id, details: someDetails(details), content: aContent(written), reply, hidden };
}

interface ObservationOverrides extends ReviewOverrides {
  requestedAtMs?: number;
  lane?: Observation['lane'];
}

export function anObservation({
  requestedAtMs = noonMs,
  lane = 'new',
  ...review
}: ObservationOverrides = {}): Observation {
  return { review: aReview(review), requestedAtMs, lane };
}

/** A review that was seen once, at the time of its request. */
export function aRecord(overrides: ObservationOverrides = {}): ReviewRecord {
  const observation = anObservation(overrides);
  return firstRecord(observation, observation.requestedAtMs);
}

/** The entry of one fact of a review; by default of its arrival. */
export function anEntry({ fact, ...review }: ObservationOverrides & { fact?: Fact } = {}): OutboxEntry {
  const record = aRecord(review);
  const [arrived] = Object.values(record.facts);
  if (arrived === undefined) throw new Error('A record starts with its arrival.');
  if (fact === undefined) return toOutboxEntry(record, arrived);
  const stored = { ...arrived, fact };
  return toOutboxEntry({ ...record, facts: { ...record.facts, [factIdOf(fact)]: stored } }, stored);
}

export const aDomain = (overrides: Partial<Domain> = {}): Domain => ({
  businessUnitId,
  domain: 'bluelamp.example',
  addedAtMs: noonMs - 3_600_000,
  webhookKey: 'hook',
  ...overrides,
});

export const someSettings = (overrides: Partial<Settings> = {}): Settings => ({
  ...defaultSettings,
  ...overrides,
});

interface AccountOverrides extends Partial<Omit<Account, 'settings'>> {
  settings?: Partial<Settings>;
}

export const anAccount = ({ settings, ...overrides }: AccountOverrides = {}): Account => ({
  accountId,
  keyHash: 'hash',
  subdomain: 'acme',
  name: 'Acme',
  status: 'live',
  createdAtMs: noonMs - 3_600_000,
  lifecycleAtMs: 0,
  lastPullAtMs: noonMs,
  connection: {
    connectionId: 'connection',
    versionId: 'version',
    status: 'ok',
    accessExpiresAtMs: noonMs + 3_600_000,
  },
  domains: [aDomain()],
  settings: someSettings(settings),
  ...overrides,
});

export const aSync = (overrides: Partial<Sync> = {}): Sync => ({
  accountId,
  businessUnitId,
  version: 1,
  watermarkMs: noonMs,
  lastPollAtMs: noonMs,
  lastSuccessAtMs: noonMs,
  failures: 0,
  notBeforeMs: 0,
  received: 0,
  ...overrides,
});
