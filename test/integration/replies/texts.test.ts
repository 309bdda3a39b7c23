import { minuteMs, useDesk } from './desk.ts';

const desk = useDesk();

const asTyped: [string, string][] = [
  ['HTML', '<b>Sorry</b> & <script>alert("1")</script> &amp; <3'],
  ['Markdown', '# Sorry\n\n* one\n* **two** `three` [link](https://a.example)'],
  ['emoji of several code points', 'Thanks 👩‍👩‍👧‍👦 🇸🇪 👍🏽 ❤️'],
  ['right-to-left text', 'شكرا جزيلا \u200fتم الرد\u200f'],
  ['Chinese, Thai, combining marks', '非常感谢 ขอบคุณ Z͑ͫ̓ͪ̂ͫ̽ä'],
  ['quotes and backslashes', `"'\\ \\n %s \${x} {{y}}`],
  ['tabs and blank lines', 'a\tb\n\n\n  c  '],
  ['form signs', 'a+b=c&d=%20'],
  ['the word null', 'null'],
  ['a number', '0'],
  ['an unbreakable space', 'a\u00a0b'],
  ['a line separator', 'a\u2028b'],
];

test.each(asTyped)('%s is published as typed', async (name, text) => {
  const one = await desk().open();
  expect(await desk().send(one, text, name)).toMatchObject({ status: 200 });
  expect(desk().published(one)).toEqual([text]);
});

test.each([
  ['CRLF', 'a\r\nb\r\n\r\nc', 'a\nb\n\nc'],
  ['CR', 'a\rb', 'a\nb'],
  ['control characters', '\u0000a\u0007b\u001bc\u007fd\u0085e\u009f', 'abcde'],
])('%s are made what every reader understands', async (name, typed, published) => {
  const one = await desk().open();
  expect(await desk().send(one, typed, name)).toMatchObject({ status: 200 });
  expect(desk().published(one)).toEqual([published]);
});

test.each([
  ['nothing', ''],
  ['spaces', '   '],
  ['line breaks', '\r\n\n\t'],
  ['control characters', '\u0000\u0007'],
  ['zero-width characters', '\u200b\u2060\ufeff\u200e'],
  ['an unbreakable space', '\u00a0'],
])('a reply of %s is refused with words for the agent', async (name, text) => {
  const one = await desk().open();
  const answer = await desk().send(one, text, `empty ${name}`);
  expect(answer).toMatchObject({
    status: 422,
    errorInfo: expect.stringContaining('The reply is empty') as string,
  });
  expect(await desk().replies(one)).toEqual([]);
});

test('a reply without the message field is refused as an empty one', async () => {
  const one = await desk().open();
  expect(await desk().send(one, '', 'no message', { message: undefined })).toMatchObject({ status: 422 });
});

describe('the limit of 10,000 characters', () => {
  test.each([
    ['letters', 'x'.repeat(10_000)],
    ['emoji, which are one character each and two units', '🙂'.repeat(10_000)],
  ])('lets %s through whole', async (name, text) => {
    const one = await desk().open();
    expect(await desk().send(one, text, name)).toMatchObject({ status: 200 });
    expect(desk().published(one)).toEqual([text]);
  });

  test.each([
    ['one too many', 'x'.repeat(10_001), '10001'],
    ['all that Zendesk takes', 'x'.repeat(65_535), '65535'],
    ['one emoji too many', '🙂'.repeat(10_001), '10001'],
  ])('refuses %s, says how many there are and cuts nothing', async (name, text, length) => {
    const one = await desk().open();
    const answer = await desk().send(one, text, name);
    expect(answer.status).toBe(422);
    expect(answer.errorInfo).toContain(`The reply has ${length} characters; Trustpilot gets at most 10000.`);
    expect(desk().published(one)).toEqual([]);
    expect(await desk().replies(one)).toEqual([]);
  });

  test('is a setting: 65,535 characters pass where it allows them', async () => {
    const { world } = desk();
    world.deps = { ...world.deps, maxReplyCharacters: 65_535 };
    const one = await desk().open();
    const text = 'ö'.repeat(65_535);
    expect(await desk().send(one, text, 'as long as it gets')).toMatchObject({ status: 200 });
    expect(desk().published(one)).toEqual([text]);
  });

  test('leaves room in the ticket: what did not arrive is quoted whole, or cut with a notice', async () => {
    const { world } = desk();
    world.deps = { ...world.deps, maxReplyCharacters: 65_535 };
    const one = await desk().open();
    world.trustpilot.colleagueReplies(one.review.id, 'é'.repeat(40_000), 'Jens');
    world.trustpilot.failNext({ route: 'reply', kind: '403', times: 'always' });
    expect(await desk().send(one, 'ö'.repeat(65_535), 'huge and refused')).toMatchObject({ status: 422 });
    await desk().settle();
    const notes = desk().notes(one);
    expect(notes).toHaveLength(2);
    for (const note of notes) expect(Buffer.byteLength(note)).toBeLessThanOrEqual(65_535);
    expect(await desk().leftOpen(one)).toEqual([]);
  });
});

describe('whatever in the thread is answered, the reply goes to the review', () => {
  test('an edit, an internal note, an earlier reply, a thread id alone, a parent id alone', async () => {
    const { world } = desk();
    const one = await desk().open();
    world.trustpilot.editReview(one.review.id, { text: 'Even worse now.' });
    await desk().pass(24 * 60 * minuteMs);
    world.trustpilot.colleagueReplies(one.review.id, 'By hand.', 'Jens');
    await desk().pass(24 * 60 * minuteMs);
    const earlier = await desk().send(one, 'Earlier.', 'earlier');
    const ids = desk()
      .ticketOf(one.threadId)
      .comments.flatMap(({ externalId }) => externalId ?? []);
    expect(ids.some((id) => id.includes(':edit:'))).toBe(true);
    expect(ids.some((id) => id.includes(':company-reply:'))).toBe(true);
    const targets = [
      ...[...ids, earlier.externalId].map((parent_id) => ({ parent_id })),
      { thread_id: undefined },
      { parent_id: undefined },
      { parent_id: '' },
      { thread_id: 'null' },
    ];
    for (const [index, fields] of targets.entries()) {
      const text = `Reply number ${index}.`;
      expect(await desk().send(one, text, text, fields)).toMatchObject({ status: 200 });
      expect(desk().standing(one)).toBe(text);
    }
  });

  test.each([
    ['the first item', false],
    ['the newest item', true],
  ])('%s of a ticket with an edit, from Zendesk', async (name, newestParent) => {
    const { world } = desk();
    const one = await desk().open();
    world.trustpilot.editReview(one.review.id, { stars: 1 });
    await desk().pass(24 * 60 * minuteMs);
    const comment = await world.zendesk.agentReplies(one.ticket.id, `To ${name}.`, { newestParent });
    expect(comment.delivery).toMatchObject({ state: 'delivered' });
    const second = await world.zendesk.agentReplies(one.ticket.id, `Once more to ${name}.`, { newestParent });
    expect(second.delivery).toMatchObject({ state: 'delivered' });
    expect(desk().standing(one)).toBe(`Once more to ${name}.`);
  });

  test.each(['empty', 'null', 'absent'] as const)(
    'also when the requester was changed and recipient_id is %s',
    async (emptyFieldAs) => {
      const { world } = desk();
      world.zendesk.behaviour.emptyFieldAs = emptyFieldAs;
      const one = await desk().open();
      world.zendesk.changeRequester(one.ticket.id);
      const comment = await world.zendesk.agentReplies(one.ticket.id, `Hello, ${emptyFieldAs}.`);
      expect(comment.delivery).toMatchObject({ state: 'delivered' });
      expect(desk().published(one)).toEqual([`Hello, ${emptyFieldAs}.`]);
    },
  );
});
