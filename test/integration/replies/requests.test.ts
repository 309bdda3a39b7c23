import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Desk, useDesk, type Answer, type Case } from './desk.ts';

const desk = useDesk();
let one: Case;
beforeAll(async () => {
  one = await desk().open();
});

/** Everything stored, and the number of calls to Trustpilot: what a refused request must not change. */
async function traces(): Promise<[string, number]> {
  const { world } = desk();
  const { Items = [] } = await world.db.send(new ScanCommand({ TableName: world.tableName }));
  return [JSON.stringify(Items), world.trustpilot.calls().length];
}

/** The request is refused, nothing is written and nothing is asked of Trustpilot. */
async function expectRefused(ask: () => Promise<Answer>, status: number, reason: string): Promise<void> {
  const before = await traces();
  const answer = await ask();
  expect([answer.status, answer.errorInfo ?? answer.body]).toEqual([status, expect.stringContaining(reason)]);
  expect(await traces()).toEqual(before);
}

const ask = (fields: Record<string, string | undefined>) => () =>
  desk().send(one, 'Sorry.', 'request-1', fields);

describe('a reply to something that is not this account’s', () => {
  test('is refused: a review of another account, named by that account’s ids', async () => {
    const other = new Desk(desk().world, await desk().world.connect({ domains: ['bluelamp.se'] }));
    await desk().world.sync();
    const theirs = await other.open({ domain: 'bluelamp.se' });
    const fields = { parent_id: theirs.threadId, thread_id: theirs.threadId };
    await expectRefused(ask(fields), 422, 'belongs to another account');
    expect(desk().published(theirs)).toEqual([]);
    const disguised = desk().threadId(theirs.review.id);
    await expectRefused(
      ask({ parent_id: disguised, thread_id: disguised }),
      422,
      'not known to this account',
    );
    expect(desk().published(theirs)).toEqual([]);
  });

  test('is refused: a review that nobody knows', async () => {
    const unknown = desk().threadId('0123456789abcdef01234567');
    await expectRefused(ask({ parent_id: unknown, thread_id: unknown }), 422, 'not known to this account');
  });

  test('is refused: ids that name two reviews', async () => {
    const other = desk().threadId('0123456789abcdef01234567');
    await expectRefused(ask({ parent_id: other }), 422, 'different reviews');
    await expectRefused(ask({ thread_id: other }), 422, 'different reviews');
  });

  test.each([
    ['no id at all', undefined],
    ['empty ids', ''],
    ['the word null', 'null'],
    ['another scheme', 'yt:comment:1'],
    ['a review id in capitals', 'tp:abcdefghijklmnop:review:0123456789ABCDEF01234567'],
    ['a path', '../../v1/private/reviews/1'],
    ['a null byte', 'tp:\u0000'],
    ['an emoji', '🙂'],
    ['a very long id', 'tp:'.repeat(10_000)],
    ['an unknown kind of fact', 'tp:abcdefghijklmnop:review:0123456789abcdef01234567:paid:1'],
  ])('is refused: %s', async (_, id) => {
    await expectRefused(ask({ parent_id: id, thread_id: id }), 422, 'name no review of ours');
  });

  test('is refused: one id of ours beside one that is not', async () => {
    await expectRefused(ask({ parent_id: 'nonsense' }), 422, 'name');
    await expectRefused(ask({ thread_id: 'nonsense' }), 422, 'different reviews');
  });
});

describe('a request that is not Zendesk’s', () => {
  const forged = () => JSON.stringify({ v: 1, account: desk().accountId, key: 'guessed' });
  test.each<[string, () => string | undefined]>([
    ['no metadata', () => undefined],
    ['empty metadata', () => ''],
    ['no JSON', () => 'key'],
    ['another shape', () => '[]'],
    ['a wrong key', forged],
    ['an unknown account', () => JSON.stringify({ v: 1, account: 'abcdefghijklmnop', key: 'k' })],
    ['a key that is no text', () => JSON.stringify({ v: 1, account: desk().accountId, key: { a: 1 } })],
  ])('%s: 401 with an empty body, whatever else is wrong with it', async (_, metadata) => {
    const before = await traces();
    for (const more of [{}, { parent_id: 'nonsense', request_unique_identifier: undefined }]) {
      const answer = await ask({ metadata: metadata(), ...more })();
      expect([answer.status, answer.body]).toEqual([401, '']);
    }
    expect(await traces()).toEqual(before);
  });
});

describe('a malformed request', () => {
  const form = () =>
    new URLSearchParams({
      message: 'Sorry.',
      parent_id: one.threadId,
      metadata: desk().metadata,
      request_unique_identifier: 'malformed',
    }).toString();

  test('without its identifier: 400', async () => {
    await expectRefused(ask({ request_unique_identifier: undefined }), 400, 'request_unique_identifier');
    await expectRefused(ask({ request_unique_identifier: '' }), 400, 'request_unique_identifier');
  });

  test.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', ''])(
    'of type "%s": 415',
    async (type) => {
      const asJson = JSON.stringify(Object.fromEntries(new URLSearchParams(form())));
      await expectRefused(() => desk().post(asJson, type), 415, 'application/x-www-form-urlencoded');
    },
  );

  test.each(['message', 'parent_id', 'thread_id', 'metadata', 'request_unique_identifier'])(
    'with %s twice: 400, because readers of the two could disagree',
    async (name) => {
      const twice = `${form()}&${name}=a&${name}=b`;
      await expectRefused(() => desk().post(twice), 400, 'came twice');
    },
  );

  test('of more than 1 MiB: 413; of a little less: judged by its content', async () => {
    await expectRefused(() => desk().post(`${form()}&x=${'x'.repeat(1024 * 1024)}`), 413, '1 MiB');
    const almost = `${form()}&x=`;
    const rest = 'x'.repeat(1024 * 1024 - almost.length);
    const answer = await desk().post(almost + rest);
    expect(answer.status).toBe(200);
  });

  test('with broken percent signs is read as far as it can be, and never a 500', async () => {
    const broken = `${form().replace('message=Sorry.', 'message=100%25%zz%')}-broken`;
    expect((await desk().post(broken)).status).toBe(200);
  });

  test('with attachments, which Trustpilot has no place for, is taken without them', async () => {
    const files = 'file_urls%5B%5D=https%3A%2F%2Fa.example%2F1&file_urls%5B%5D=https%3A%2F%2Fa.example%2F2';
    expect((await desk().post(`${form()}&${files}`)).status).toBe(200);
  });
});

describe('the answer', () => {
  /** any_channel_json_schemas/channelback_payload_v2.json; "external-id": no white space around it. */
  const payloadSchema = z.object({
    external_id: z
      .string()
      .min(1)
      .max(255)
      .regex(/^\S(.*\S)?$/),
    allow_channelback: z.boolean().optional(),
    metadata_needs_update: z.boolean().optional(),
    metadata: z.string().max(5000).optional(),
  });

  test('has the documented shape and an id of its own for each request, whatever the request’s id looks like', async () => {
    const odd = ['1', ' 1', '1 ', 'ä🙂', 'x'.repeat(255), 'x'.repeat(100_000), '../..', 'null?', '\n'];
    const ids = [];
    for (const requestId of odd) {
      const answer = await desk().send(one, 'Sorry.', requestId);
      expect([requestId.slice(0, 20), answer.status]).toEqual([requestId.slice(0, 20), 200]);
      const payload = payloadSchema.strict().parse(JSON.parse(answer.body));
      expect(payload.external_id).toMatch(/^[\x21-\x7e]+$/);
      ids.push(payload.external_id);
    }
    expect(new Set(ids).size).toBe(odd.length);
  });

  test('differs between two accounts for the same request id', async () => {
    const other = new Desk(desk().world, await desk().world.connect());
    await desk().world.sync();
    const [ours, theirs] = [await desk().open(), await other.open()];
    const a = await desk().send(ours, 'Sorry.', 'shared id');
    const b = await other.send(theirs, 'Sorry.', 'shared id');
    expect([a.status, b.status]).toEqual([200, 200]);
    expect(a.externalId).not.toBe(b.externalId);
  });
});
