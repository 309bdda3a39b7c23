/** What was put into the page when the app was downloaded. */
export interface PageSettings {
  serviceUrl: string;
  integrationId: string;
  appVersion: string;
}

const meta = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';

export const readSettings = (): PageSettings => ({
  serviceUrl: meta('service-url'),
  integrationId: meta('integration-id'),
  appVersion: meta('app-version'),
});
