import type { Tag } from '../core/review-copy.ts';
import type { SidebarDeps } from './ports.ts';

const maxTags = 30;

/** The only group that Trustpilot Business shows; older texts write it with a capital letter (reference, 5.1). */
const isShown = ({ group }: Tag): boolean => group.toLowerCase() === 'generic';
export const shownGroup = 'generic';

export const shownTags = (tags: Tag[]): Tag[] => tags.filter(isShown);

/** Puts tags in front of the company's recent ones; writes only what is new. */
export async function rememberTags(
  { reviewCopies }: SidebarDeps,
  accountId: string,
  tags: Tag[],
  { used } = { used: false },
): Promise<void> {
  const values = shownTags(tags).map(({ value }) => value);
  if (values.length === 0) return;
  const known = await reviewCopies.usedTags(accountId);
  // A read shows what somebody chose once; only a choice of today moves a tag to the front.
  const isNews = used ? known[0] !== values[0] : values.some((value) => !known.includes(value));
  if (!isNews) return;
  const next = used ? [...values, ...known] : [...known.slice(0, maxTags - 5), ...values];
  await reviewCopies.saveUsedTags(accountId, [...new Set(next)].slice(0, maxTags));
}
