import type { ReviewDraft } from './review-draft.ts';

const hourMs = 3_600_000;

/** A few reviews for people who look around: some days old, some answered already. */
export const sampleReviews = (nowMs: number): ReviewDraft[] => [
  {
    domain: 'bluelamp.example',
    name: 'Mette K',
    stars: 2,
    title: 'Lamp came broken',
    text: 'The shade was cracked and nobody answered my mail.',
    referenceId: 'ORD-20417',
    referralEmail: 'mette@mail.example',
    createdAt: nowMs - 30 * hourMs,
  },
  {
    domain: 'bluelamp.example',
    name: 'Johan Ø',
    displayLocation: 'Aarhus, DK',
    stars: 5,
    title: 'Hurtig levering',
    text: 'Kom dagen efter.\nFin lampe.',
    language: 'da',
    createdAt: nowMs - 80 * hourMs,
    companyReply: { text: 'Tak, Johan!', author: 'Ada Agent', createdAt: nowMs - 70 * hourMs },
  },
  {
    domain: 'bluelamp.se',
    name: 'Siv',
    displayLocation: 'Umeå, SE',
    stars: 1,
    title: 'Fel färg',
    text: 'Jag beställde blå men fick grön.',
    language: 'sv',
    referenceId: 'SE-77',
    createdAt: nowMs - 200 * hourMs,
  },
];
