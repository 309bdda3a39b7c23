import fc from 'fast-check';
import { BadInputError } from '../../../lambdas/core/errors.ts';
import { toReplyText } from '../../../lambdas/core/reply.ts';

function refusal(message: string, maxCharacters = 10_000): BadInputError {
  try {
    toReplyText(message, maxCharacters);
  } catch (error) {
    if (error instanceof BadInputError) return error;
  }
  throw new Error('It was not refused.');
}

test('is published as typed', () => {
  const text = '  Dear Mette,\n\n\tsorry!  \u00a0Ærligt – 👩‍👩‍👧‍👦 ❤️ שלום \u200f{name} <b>&amp;</b>\n';
  expect(toReplyText(text, 10_000)).toBe(text);
});

test('line ends of every kind become one kind', () => {
  expect(toReplyText('a\r\nb\rc\nd\r\n\r\ne\r\r', 100)).toBe('a\nb\nc\nd\n\ne\n\n');
});

test('control characters are dropped, tabs and line feeds stay', () => {
  const controls = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).filter(
    (sign) => /\p{Cc}/u.test(sign) && sign !== '\r',
  );
  expect(controls).toHaveLength(64);
  expect(toReplyText(`a${controls.join('')}b`, 100)).toBe('a\t\nb');
});

test.each(['', ' ', '\n\r\n\t', '\u00a0\u3000', '\u0000\u0007', '\u200b', ' \ufeff\u2060\n'])(
  'a reply of %j alone is empty and refused with a reason',
  (message) => {
    expect(refusal(message)).toMatchObject({
      status: 422,
      message: expect.stringContaining('empty') as string,
    });
  },
);

test('a single emoji is a reply', () => {
  expect(toReplyText('👍', 10)).toBe('👍');
});

test.each([
  ['letters', 'a'],
  ['emoji, each one character', '😀'],
])('the limit counts %s: exactly as long passes, one more is refused, nothing is cut', (_, character) => {
  const longest = character.repeat(10);
  expect(toReplyText(longest, 10)).toBe(longest);
  const { status, message } = refusal(longest + character, 10);
  expect(status).toBe(422);
  expect(message).toMatch(/11 characters.*at most 10/);
});

test('the limit counts what is published, not what was dropped', () => {
  expect(toReplyText('a\r\n'.repeat(5) + '\u0000'.repeat(50), 10)).toBe('a\n'.repeat(5));
});

test('whatever is typed is published without loss, or refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (message) => {
      const expected = message.replaceAll(/\r\n?/g, '\n').replaceAll(/(?![\t\n])\p{Cc}/gu, '');
      const isEmpty = expected.replaceAll(/[\s\p{Cf}]/gu, '') === '';
      if (isEmpty) expect(refusal(message).status).toBe(422);
      else expect(toReplyText(message, 60)).toBe(expected);
    }),
  );
});
