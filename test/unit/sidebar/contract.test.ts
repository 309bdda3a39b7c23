import { actionRequestSchemas } from '../../../lambdas/sidebar/contract.ts';

const click = { reviewId: '5f0c1d2e3a4b5c6d7e8f9012', actionId: 'click-0001' };

test('half a surrogate pair, valid JSON and not valid text, is mended before anybody stores or sends it', () => {
  expect(actionRequestSchemas.tags.parse({ ...click, add: ' late \uD83D ' }).add).toBe('late \uFFFD');
  expect(actionRequestSchemas['find-reviewer'].parse({ ...click, message: '\uDE00 Hello' }).message).toBe(
    '\uFFFD Hello',
  );
});

test('a tag or a question of blanks is none', () => {
  expect(actionRequestSchemas.tags.safeParse({ ...click, add: '  ' }).success).toBe(false);
  expect(actionRequestSchemas['find-reviewer'].safeParse({ ...click, message: '\n' }).success).toBe(false);
});
