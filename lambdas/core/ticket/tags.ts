import type { Lane } from '../review-record.ts';
import type { Content, Details } from '../review.ts';

/** Tags hold no spaces in Zendesk; everything but letters and digits becomes `_`. */
const toTag = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '_');

export const toTags = (
  { stars }: Pick<Content, 'stars'>,
  { language, verified }: Details,
  domain: string,
  lane: Lane,
): string[] => [
  'trustpilot',
  `trustpilot_${stars}_stars`,
  ...(language === null ? [] : [`trustpilot_${toTag(language)}`]),
  `trustpilot_${domain.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}`,
  ...(verified ? ['trustpilot_verified'] : []),
  ...(lane === 'backfill' ? ['trustpilot_sync'] : []),
];
