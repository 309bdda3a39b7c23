/** Of a Find Reviewer message. Trustpilot names no limit; a copy of the review has to fit into a row of the table. */
export const maxMessageCharacters = 5_000;
