import type { Catalogue } from './catalogue.ts';
import { da } from './da.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fi } from './fi.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { nb } from './nb.ts';
import { nl } from './nl.ts';
import { pl } from './pl.ts';
import { pt } from './pt.ts';
import { sv } from './sv.ts';

/** Every language of the dialogue, by the code that `<html lang>` gets. */
export const catalogues = { en, sv, da, nb, fi, de, fr, es, it, nl, pt, pl } as const satisfies Record<
  string,
  Catalogue
>;

export type Language = keyof typeof catalogues;
