import type { Card } from '../contract.ts';
import type { TextKey, Texts } from './texts/texts.ts';

const reasons: Record<string, TextKey | undefined> = {
  'allowance-short': 'allowanceShort',
  unreachable: 'unreachable',
  'connection-dead': 'connectionDead',
} satisfies Partial<Record<Card['freshness'], TextKey>>;

/** Why Trustpilot was not read again; undefined where nothing is wrong. */
export function whyOld({ freshness }: Card, texts: Texts): string | undefined {
  const key = reasons[freshness];
  return key === undefined ? undefined : texts.text(key);
}
