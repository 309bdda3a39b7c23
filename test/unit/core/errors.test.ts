import { BadInputError, PermanentError, RetryableError } from '../../../lambdas/core/errors.ts';

const cause = new Error('socket closed');

test('each kind keeps its message and the failure behind it', () => {
  for (const error of [
    new BadInputError('No.', { cause }),
    new RetryableError('Later.', { cause }),
    new PermanentError('Never.', 'forbidden', { cause }),
  ]) {
    expect(error).toBeInstanceOf(Error);
    expect(error.cause).toBe(cause);
    expect(error.message).toMatch(/No|Later|Never/);
  }
});

test('the kinds are never taken for one another', () => {
  const names = [new BadInputError('x'), new RetryableError('x'), new PermanentError('x', 'rejected')].map(
    ({ name }) => name,
  );
  expect(names).toEqual(['BadInputError', 'RetryableError', 'PermanentError']);
});

test('bad input is a 400 unless the protocol names another status', () => {
  expect(new BadInputError('x').status).toBe(400);
  expect(new BadInputError('x', { status: 413 }).status).toBe(413);
});

test('a retryable error counts as without effect unless it says that nobody knows', () => {
  expect(new RetryableError('x').outcomeUnknown).toBe(false);
  expect(new RetryableError('x', { outcomeUnknown: true }).outcomeUnknown).toBe(true);
  expect(new RetryableError('x').retryAfterSeconds).toBeUndefined();
  expect(new RetryableError('x', { retryAfterSeconds: 30 }).retryAfterSeconds).toBe(30);
});
