/** The product cannot start, and `message` is one sentence that says what the person at the keyboard can do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
