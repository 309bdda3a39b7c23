import type { Catalogue } from './catalogue.ts';
import { en } from './en.ts';

/**
 * Every language of the dialogue, by the code that `<html lang>` gets. A reader needs one of them: the others stay
 * unread on the disk, and a cold start does not wait for them.
 */
const catalogues = {
  en: async () => Promise.resolve(en),
  sv: async () => (await import('./sv.ts')).sv,
  da: async () => (await import('./da.ts')).da,
  nb: async () => (await import('./nb.ts')).nb,
  fi: async () => (await import('./fi.ts')).fi,
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
  es: async () => (await import('./es.ts')).es,
  it: async () => (await import('./it.ts')).it,
  nl: async () => (await import('./nl.ts')).nl,
  pt: async () => (await import('./pt.ts')).pt,
  pl: async () => (await import('./pl.ts')).pl,
} satisfies Record<string, () => Promise<Catalogue>>;

export type Language = keyof typeof catalogues;

export const languages = Object.keys(catalogues) as Language[];

export const isLanguage = (code: string): code is Language => Object.hasOwn(catalogues, code);

export const loadCatalogue = async (language: Language): Promise<Catalogue> => catalogues[language]();
