import type { Content, Details } from '../review.ts';
import { cutToCharacters, maxSubjectCharacters } from './limits.ts';
import { starSigns } from './stars.ts';

/** Placeholders of the subject template in the account's settings. */
export const subjectPlaceholders = [
  'stars',
  'title',
  'domain',
  'rating',
  'language',
  'reference',
  'name',
] as const;

/** Fills the template in one pass, so that a `{name}` inside a review's title stays what it is. */
export function toSubject(
  template: string,
  { stars, title, text }: Pick<Content, 'stars' | 'title'> & { text?: string | null },
  details: Details,
  domain: string,
): string {
  const valueOf = (placeholder: string): string | undefined => {
    switch (placeholder) {
      case 'stars':
        return starSigns(stars);
      case 'title':
        return title ?? cutToCharacters(text ?? 'No title', 60);
      case 'domain':
        return domain;
      case 'rating':
        return `${stars}/5`;
      case 'language':
        return details.language ?? '';
      case 'reference':
        return details.referenceId ?? '';
      case 'name':
        return details.consumerName ?? '';
      default:
        return undefined;
    }
  };
  const filled = template.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => valueOf(name) ?? whole);
  const line = filled.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return cutToCharacters(line === '' ? `${starSigns(stars)} ${domain}` : line, maxSubjectCharacters);
}
