/** `★★☆☆☆ 2/5`: how every text about a rating starts. */
export const starLine = (stars: number): string => `${starSigns(stars)} ${stars}/5`;

export const starSigns = (stars: number): string => '★'.repeat(stars) + '☆'.repeat(5 - stars);
