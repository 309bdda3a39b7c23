import type { Catalogue } from './catalogue.ts';
import { en } from './en.ts';

/** Every language of the dialogue, by the code that `<html lang>` gets. */
export const catalogues = {
  en,
} as const satisfies Record<string, Catalogue>;

export type Language = keyof typeof catalogues;
