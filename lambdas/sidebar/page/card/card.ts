import type { Card } from '../../contract.ts';
import type { Child } from '../element.ts';
import type { View } from '../view.ts';
import { reviewerPart } from './find-reviewer.ts';
import { linksPart } from './links.ts';
import { otherReviewsPart } from './other-reviews.ts';
import { replyPart } from './reply.ts';
import { reviewPart } from './review.ts';
import { tagsPart } from './tags.ts';
import { topPart } from './top.ts';

/** The whole card, from what an agent asks first to what is needed seldom. */
export const cardParts = (card: Card, view: View): Child[] => [
  topPart(card, view),
  reviewPart(card.review, view),
  linksPart(card.review, view),
  replyPart(card.reply, view),
  tagsPart(card, view),
  reviewerPart(card.findReviewer, view),
  otherReviewsPart(card.otherReviews, view),
];
