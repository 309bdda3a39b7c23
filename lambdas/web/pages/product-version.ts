/** The release that runs here: the version in package.json, which no Lambda carries along. A test compares the two. */
export const productVersion = '1.0.0';
