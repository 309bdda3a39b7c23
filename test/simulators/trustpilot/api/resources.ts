import { json } from '../answer.ts';
import { type Route, publicRoute } from './routes.ts';

const locale = (code: string, countryId: number, nativeName: string): Record<string, unknown> => ({
  locale: code,
  language: code.slice(0, 2),
  region: code.slice(3),
  countryId,
  nativeName,
  translatedName: nativeName,
  isDefaultForLanguage: code !== 'en-GB',
});

const locales = [
  locale('en-US', 2, 'United States'),
  locale('en-GB', 3, 'United Kingdom'),
  locale('da-DK', 1, 'Danmark'),
  locale('sv-SE', 4, 'Sverige'),
];

export const resourceRoutes: Route[] = [
  publicRoute('locales', '/v1/resources/metadata/locales', () =>
    json(200, { locales, defaultLocale: locales[0] }),
  ),
];
