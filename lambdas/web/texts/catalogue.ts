import type { en } from './en.ts';

/** A text in one form, or in the plural forms that Intl.PluralRules names for its language. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
type English = typeof en;

/** What every language must have: the keys of the English texts, plurals where it has plurals. */
export type Catalogue = { [Key in keyof English]: English[Key] extends string ? string : Plural };

export type TextKey = { [Key in keyof English]: English[Key] extends string ? Key : never }[keyof English];
export type PluralKey = Exclude<keyof English, TextKey>;

/** The names in the braces of a text. */
type Placeholders<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
export type Values<Key extends TextKey> = Record<Placeholders<English[Key]>, string>;
/** No second argument for a text without placeholders. */
export type ValuesArgument<Key extends TextKey> = [Placeholders<English[Key]>] extends [never]
  ? []
  : [values: Values<Key>];
