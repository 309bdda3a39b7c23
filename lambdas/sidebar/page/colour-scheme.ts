import type { ZafClient } from './zaf.ts';

/** Zendesk's choice counts, not the browser's. */
export function setColourScheme(scheme: unknown): void {
  if (scheme === 'light' || scheme === 'dark') document.documentElement.dataset['colorScheme'] = scheme;
}

export const colourSchemeInAddress = (): string | null =>
  new URLSearchParams(window.location.search).get('colorScheme');

export function followColourScheme(client: ZafClient): void {
  client.on('colorScheme.changed', setColourScheme);
}
