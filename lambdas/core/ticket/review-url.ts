/** The public page of a review; saves one API call per review compared with asking for its web-links. */
export const reviewUrl = (reviewId: string): string => `https://www.trustpilot.com/reviews/${reviewId}`;
