import { BadInputError } from '../../core/errors.ts';
import type { Tag } from '../../core/review-copy.ts';
import type { ActionRequests } from '../contract.ts';
import { keep } from '../look.ts';
import type { Found, SidebarDeps } from '../ports.ts';
import { rememberTags, shownGroup } from '../used-tags.ts';

/** Adds or removes tags. Both are what they are also when done twice, so a repeat needs no look. */
export async function changeTags(
  deps: SidebarDeps,
  found: Found,
  { reviewId, add, remove }: ActionRequests['tags'],
): Promise<void> {
  const { account } = found;
  const { accountId } = account;
  if (add === undefined && remove === undefined) throw new BadInputError('No tag to add or remove.');
  const calls = deps.sidebarCallsOf(account);
  const copy = await deps.reviewCopies.read(accountId, reviewId, deps.nowMs());
  let tags = copy?.tags ?? null;
  if (add !== undefined) {
    const tag = { group: shownGroup, value: add };
    tags = (await calls.addTag(reviewId, tag)) ?? (tags && withTag(tags, tag));
    await rememberTags(deps, accountId, [tag], { used: true });
  }
  if (remove !== undefined) {
    // In the group where it stands: the shown one has been written in two ways.
    const tag = copy?.tags?.find(({ value }) => value === remove) ?? { group: shownGroup, value: remove };
    tags = (await calls.removeTag(reviewId, tag)) ?? (tags && withoutTag(tags, tag));
  }
  if (copy !== undefined) await keep(deps, found, { ...copy, tags });
}

const isSame =
  (one: Tag) =>
  (other: Tag): boolean =>
    one.group === other.group && one.value === other.value;

const withTag = (tags: Tag[], tag: Tag): Tag[] => (tags.some(isSame(tag)) ? tags : [...tags, tag]);
const withoutTag = (tags: Tag[], tag: Tag): Tag[] => tags.filter((other) => !isSame(tag)(other));
