/** The order of the languages in every row of texts; the codes are those of `<html lang>`. */
export const languages = ['en', 'sv', 'da', 'nb', 'fi', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl'] as const;
export type Language = (typeof languages)[number];

/** One text in every language. Keys stand once this way: with a file for each language they would weigh a sixth. */
export type Row<Text = string> = readonly [
  en: Text,
  sv: Text,
  da: Text,
  nb: Text,
  fi: Text,
  de: Text,
  fr: Text,
  es: Text,
  it: Text,
  nl: Text,
  pt: Text,
  pl: Text,
];

/** Our language for an agent's locale (`sv`, `en-US`, `pt-BR`), English otherwise; the region decides how dates look. */
export function toLanguage(given: unknown): { language: Language; locale: string } {
  const tag = typeof given === 'string' ? given.trim().replaceAll('_', '-') : '';
  const code = tag.split('-')[0]?.toLowerCase() ?? '';
  const language = languages.find((each) => each === (/^n[on]$/.test(code) ? 'nb' : code));
  if (language === undefined) return { language: 'en', locale: 'en' };
  return { language, locale: (language === code ? canonical(tag) : undefined) ?? language };
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
