import { toReplyText } from '../../../../lambdas/core/reply.ts';
import { stopText } from '../../../../lambdas/sidebar/page/hint-texts.ts';
import { createReplacing } from '../../../../lambdas/sidebar/page/replacing.ts';
import { guardSubmit } from '../../../../lambdas/sidebar/page/save-hook.ts';
import { createTexts } from '../../../../lambdas/sidebar/page/texts/texts.ts';
import { hintsFor, stopOf } from '../../../../lambdas/sidebar/page/writing.ts';
import type { Card } from '../../../../lambdas/sidebar/contract.ts';
import { aCard, aPublished } from './a-card.ts';
import { aClient } from './a-client.ts';

const kinds = (text: string, card = aCard()) => hintsFor(text, card).map(({ kind }) => kind);
const removed = aCard({ review: { ...aCard().review, state: 'removed' } });

test.each([
  'Thank you!',
  'x'.repeat(100),
  'x'.repeat(101),
  '👍'.repeat(100),
  '👍'.repeat(101),
  `${'x'.repeat(99)}\r\n`,
  `${'x'.repeat(99)}\u0007\u0007`,
  '\u200b',
  '\u0007\t ',
])('the page stops exactly what the service would not publish: %j', (text) => {
  const isPublished = () => {
    try {
      return toReplyText(text, 100) !== '';
    } catch {
      return false;
    }
  };
  expect(stopOf(hintsFor(text, aCard())) === undefined).toBe(isPublished());
});

test.each([
  ['an e-mail address', 'Write to help@lamps.example please', ['mail-inside']],
  ['no e-mail address', 'We are @lamps on Instagram', []],
  ['the order reference, in any case', 'about ord-20417.', ['person-inside']],
  ['another order, which holds its number', 'about ORD-204178', []],
])('a public reply with %s', (_, text, expected) => {
  expect(kinds(text)).toEqual(expected);
});

test('a long text without a blank is looked through in no time', () => {
  const startedAtMs = performance.now();
  expect(kinds('a'.repeat(200_000), aCard({ replyMaxCharacters: 300_000 }))).toEqual([]);
  expect(performance.now() - startedAtMs).toBeLessThan(2_000);
});

test('what the reviewer told in confidence is not for everybody', () => {
  const answer = { phoneNumber: '+45 12 34 56 78', address: 'Ny 1' };
  const findReviewer = { isEligible: false, requests: [{ status: null, at: null, message: null, answer }] };
  expect(hintsFor('Call +45 12 34 56 78', aCard({ findReviewer }))).toEqual([
    { kind: 'person-inside', value: '+45 12 34 56 78' },
  ]);
});

test('hints about what is inside stop nobody', () => {
  expect(stopOf(hintsFor('help@lamps.example ORD-20417', aCard()))).toBeUndefined();
});

test('our own reply is replaced without a word, a colleague’s is not', () => {
  expect(kinds('Hi', aCard({ reply: aPublished('Sorry', true) }))).toEqual([]);
  expect(kinds('Hi', aCard({ reply: aPublished('Sorry') }))).toEqual(['replaces']);
});

describe('when the ticket is submitted', () => {
  const texts = createTexts('en');

  function aSubmit(card: Card | undefined, readReply: () => Promise<string | undefined>) {
    const { client, emit } = aClient();
    let now = card;
    const replacing = createReplacing();
    guardSubmit({ client, texts, cardNow: () => now, replacing, readReply, onStop: () => undefined });
    return {
      replacing,
      show: (next: Card) => (now = next),
      submit: async () => emit('ticket.save'),
    };
  }
  const typed = (text: string | undefined) => async () => text;

  test('a sound reply, an internal note and an unknown card pass', async () => {
    await expect(aSubmit(aCard(), typed('Thank you')).submit()).resolves.toBeUndefined();
    await expect(aSubmit(removed, typed(undefined)).submit()).resolves.toBeUndefined();
    await expect(aSubmit(undefined, typed('Thank you')).submit()).resolves.toBeUndefined();
  });

  test('a reply that could not be published is stopped by a rejection, in the agent’s words', async () => {
    const tooLong = aSubmit(aCard(), typed('x'.repeat(101)));
    await expect(tooLong.submit()).rejects.toThrow('101 characters; Trustpilot gets at most 100');
    await expect(tooLong.submit()).rejects.toThrow('101 characters');
    await expect(aSubmit(removed, typed('Hi')).submit()).rejects.toThrow('no longer on Trustpilot');
    await expect(aSubmit(aCard(), typed('\u200b')).submit()).rejects.toThrow('empty');
  });

  test('whoever submits again replaces the colleague’s reply, and only that one', async () => {
    const { submit, show } = aSubmit(aCard({ reply: aPublished('First') }), typed('Hi'));
    await expect(submit()).rejects.toThrow('Jonas on Trustpilot: “First”');
    await expect(submit()).resolves.toBeUndefined();
    show(aCard({ reply: aPublished('Second') }));
    await expect(submit()).rejects.toThrow('“Second”');
  });

  test('whoever ticked the box is not asked', async () => {
    const card = aCard({ reply: aPublished('First') });
    const { submit, replacing } = aSubmit(card, typed('Hi'));
    replacing.agree(card, true);
    await expect(submit()).resolves.toBeUndefined();
    replacing.agree(card, false);
    await expect(submit()).rejects.toThrow('First');
  });

  test('a host that does not say what was typed holds nobody up', async () => {
    const refused = aSubmit(removed, async () => Promise.reject(new Error('No such Api')));
    await expect(refused.submit()).resolves.toBeUndefined();
    const silent = aSubmit(removed, async () => new Promise(() => undefined));
    await expect(silent.submit()).resolves.toBeUndefined();
  });

  test('a long reply is quoted in part', () => {
    const text = stopText({ kind: 'replaces', authorName: null, text: '👍'.repeat(500) }, texts);
    expect(text).toContain('a colleague');
    expect(text).toContain(`${'👍'.repeat(200)}…”`);
  });
});
