import type { Row } from './language.ts';

/** `many` of the Romance languages counts millions: `other` does. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export const plurals = {
  earlierVersions: [
    { one: '{count} earlier version', other: '{count} earlier versions' },
    { one: '{count} tidigare version', other: '{count} tidigare versioner' },
    { one: '{count} tidligere version', other: '{count} tidligere versioner' },
    { one: '{count} tidligere versjon', other: '{count} tidligere versjoner' },
    { one: '{count} aiempi versio', other: '{count} aiempaa versiota' },
    { one: '{count} frühere Fassung', other: '{count} frühere Fassungen' },
    {
      one: '{count} version précédente',
      other: '{count} versions précédentes',
    },
    {
      one: '{count} versión anterior',
      other: '{count} versiones anteriores',
    },
    {
      one: '{count} versione precedente',
      other: '{count} versioni precedenti',
    },
    { one: '{count} eerdere versie', other: '{count} eerdere versies' },
    {
      one: '{count} versão anterior',
      other: '{count} versões anteriores',
    },
    {
      one: '{count} wcześniejsza wersja',
      few: '{count} wcześniejsze wersje',
      many: '{count} wcześniejszych wersji',
      other: '{count} wcześniejszych wersji',
    },
  ],
  otherReviews: [
    { one: '{count} other review by this reviewer', other: '{count} other reviews by this reviewer' },
    { one: '{count} annat omdöme av samma person', other: '{count} andra omdömen av samma person' },
    { one: '{count} anden anmeldelse af samme person', other: '{count} andre anmeldelser af samme person' },
    { one: '{count} annen omtale av samme person', other: '{count} andre omtaler av samme person' },
    { one: '{count} muu arvostelu samalta henkilöltä', other: '{count} muuta arvostelua samalta henkilöltä' },
    { one: '{count} weitere Bewertung dieser Person', other: '{count} weitere Bewertungen dieser Person' },
    {
      one: '{count} autre avis de cette personne',
      other: '{count} autres avis de cette personne',
    },
    {
      one: '{count} opinión más de esta persona',
      other: '{count} opiniones más de esta persona',
    },
    {
      one: '{count} altra recensione di questa persona',
      other: '{count} altre recensioni di questa persona',
    },
    { one: '{count} andere review van deze persoon', other: '{count} andere reviews van deze persoon' },
    {
      one: '{count} outra opinião desta pessoa',
      other: '{count} outras opiniões desta pessoa',
    },
    {
      one: '{count} inna opinia tej osoby',
      few: '{count} inne opinie tej osoby',
      many: '{count} innych opinii tej osoby',
      other: '{count} innych opinii tej osoby',
    },
  ],
} satisfies Record<string, Row<Forms>>;
