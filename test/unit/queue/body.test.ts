import { gzipSync } from 'node:zlib';
import { fromBody, toBody } from '../../../lambdas/queue/body.ts';

test.each([
  ['emoji beyond U+FFFF', '😀 👩‍👩‍👧‍👦'],
  ['characters that SQS refuses', 'a\uFFFEb\uFFFF\u0000\u001f\u007f\u0085'],
  ['ten scripts', 'Räksmörgås 日本語 한국어 العربية עברית ไทย Ελληνικά Русский हिन्दी ไทย'],
])('%s reach the worker as they were written, in a body of plain ASCII', (_, text) => {
  const body = toBody({ text });
  expect(body).toMatch(/^[\x20-\x7e]*$/);
  expect(fromBody(body)).toEqual({ text });
});

test('a review as long as we keep one fits into one message, whatever its script', () => {
  for (const sign of ['a', 'é', 'あ', '😀']) {
    const text = sign.repeat(Math.floor(65_000 / Buffer.byteLength(sign)));
    const message = { review: { text, reply: text } };
    const body = toBody(message);
    expect(Buffer.byteLength(body)).toBeLessThan(262_144);
    expect(fromBody(body)).toEqual(message);
  }
});

test('a packed body that would unpack without end is refused', () => {
  const bomb = `gzip:${gzipSync(Buffer.alloc(20_000_000, 'a')).toString('base64')}`;
  expect(() => fromBody(bomb)).toThrow();
});
