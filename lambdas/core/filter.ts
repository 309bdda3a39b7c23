import type { Account } from './account.ts';
import type { Observation } from './observe.ts';

/**
 * Whether a review that is not known yet becomes a ticket. One that is kept out leaves no trace, so an edit or a
 * changed filter can let it in later.
 */
export function isWanted({ domains, settings }: Account, { review, lane }: Observation): boolean {
  const { details, content, reply, hidden } = review;
  const domain = domains.find(({ businessUnitId }) => businessUnitId === details.businessUnitId);
  if (domain === undefined || domain.removedAtMs !== undefined || hidden) return false;
  // Older reviews come only through "Sync unanswered reviews". Trustpilot's times are whole seconds.
  const isOlder = Date.parse(details.createdAt) < Math.floor(domain.addedAtMs / 1000) * 1000;
  if (lane === 'new' ? isOlder : reply !== null) return false;
  if (settings.stars.length > 0 && !settings.stars.includes(content.stars)) return false;
  if (settings.languages.length > 0 && !settings.languages.includes(details.language ?? '')) return false;
  return !settings.onlyWithText || (content.text ?? '').trim() !== '';
}
