import { cutToBytes, maxStoredTextBytes, toContent } from '../../../lambdas/core/content.ts';
import { contentSchema } from '../../../lambdas/core/review.ts';

const written = { stars: 3, title: 'Fine', text: 'As described.', updatedAt: null };

test('what fits is kept byte for byte', () => {
  const text = ' \t leading, trailing \r\n\n e\u0301 \u00e9 \u{1F44D}\u{1F3FD} \u0000 \u202e ';
  const content = toContent({ ...written, text });
  expect(content.text).toBe(text);
  expect(content).not.toHaveProperty('cut');
  expect(contentSchema.safeParse(content).success).toBe(true);
});

test.each([
  ['one byte', 'a'],
  ['two bytes', 'å'],
  ['three bytes', '漢'],
  ['four bytes', '😀'],
])('a text of exactly 65,000 bytes is whole, one character more is cut: %s each', (_, character) => {
  const characters = Math.floor(maxStoredTextBytes / Buffer.byteLength(character));
  const full = character.repeat(characters);
  expect(toContent({ ...written, text: full })).toMatchObject({ text: full });
  const longer = toContent({ ...written, text: full + character });
  expect(longer).toMatchObject({ text: full, cut: true });
});

test('65,000 characters of three bytes are cut to 65,000 bytes', () => {
  const { text, cut } = toContent({ ...written, text: '語'.repeat(65_000) });
  expect(cut).toBe(true);
  expect(Buffer.byteLength(text ?? '')).toBeLessThanOrEqual(maxStoredTextBytes);
  expect(text).toMatch(/^語+$/);
});

test('a cut never falls inside a character that people see as one', () => {
  const family = '👩‍👩‍👧‍👦';
  for (let bytes = 3; bytes < 3 + Buffer.byteLength(family); bytes += 1) {
    expect(cutToBytes(`abc${family}d`, bytes)).toBe('abc');
  }
  expect(cutToBytes('abcde\u0301', 5)).toBe('abcd');
  expect(cutToBytes('🇩🇰🇸🇪', 12)).toBe('🇩🇰');
});

test('a cut in an endless row of flags falls between two flags', () => {
  for (const before of ['', 'x', '😀']) {
    const flags = '🇩🇰'.repeat(2_000);
    for (let bytes = 9_000; bytes < 9_016; bytes += 1) {
      expect(cutToBytes(before + flags, bytes).slice(before.length)).toMatch(/^(?:🇩🇰)+$/u);
    }
  }
});

test('one endless cluster of marks is cut inside rather than lost', () => {
  const zalgo = 'a' + '\u0301'.repeat(1_000);
  const cut = cutToBytes(zalgo, 1_001);
  expect(cut.length).toBe(501);
  expect(cut.isWellFormed()).toBe(true);
});

test('a long title is cut to 1,000 bytes and says so', () => {
  const { title, cut } = toContent({ ...written, title: 'ö'.repeat(501) });
  expect(title).toBe('ö'.repeat(500));
  expect(cut).toBe(true);
});

test('the hash changes with stars, title and every part of the text, also the part that is cut', () => {
  const long = 'x'.repeat(70_000);
  const hashes = [
    written,
    { ...written, stars: 4 },
    { ...written, title: null },
    { ...written, text: null },
    { ...written, title: written.text, text: written.title },
    { ...written, text: long },
    { ...written, text: `${long}!` },
    { ...written, title: 'y'.repeat(2_000) },
    { ...written, title: 'y'.repeat(2_001) },
  ].map((each) => toContent(each).hash);
  expect(new Set(hashes).size).toBe(hashes.length);
  for (const hash of hashes) expect(hash).toMatch(/^[\w-]{22}$/);
});

test('the hash does not change with updatedAt, nor between an empty text and none', () => {
  const { hash } = toContent({ ...written, text: null });
  expect(toContent({ ...written, text: '', updatedAt: '2026-01-01T00:00:00.000Z' })).toMatchObject({
    hash,
    text: null,
  });
});
