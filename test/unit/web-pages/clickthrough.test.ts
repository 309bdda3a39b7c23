import type { HttpRequest } from '../../../lambdas/runtime/http.ts';
import { clickthroughPage } from '../../../lambdas/web/channel/clickthrough.ts';

const review = '66a1b2c3d4e5f60718293a01';
const id = `tp:abcdefgh12345678:review:${review}`;
const page = clickthroughPage('https://reviews.example.com');
const click = (rawQueryString: string) => page({ rawQueryString } as HttpRequest);

test.each([
  ['an unknown kind of fact', `external_id=${id}:other:1`],
  ['text after the id', `external_id=${id}/../../evil.example`],
  ['a line end', `external_id=${id}%0a`],
  ['a null byte', `external_id=${id}%00`],
  ['a space', `external_id=+${id}`],
  ['digits of another script', `external_id=${id.replace('66a', '%EF%BC%96%EF%BC%96a')}`],
  ['an id that is encoded twice', `external_id=${encodeURIComponent(encodeURIComponent(id))}`],
  ['an array', `external_id[]=${id}`],
  ['another spelling', `External_Id=${id}`],
  ['a second id', `external_id=${id}&external_id=https://evil.example`],
  ['a second id that is encoded', `external_id=${id}&external%5Fid=https://evil.example`],
  ['broken escapes', 'external_id=%E0%A4%A'],
  ['a very long id', `external_id=${id}:edit:${'9'.repeat(100_000)}`],
])('%s leads nowhere', async (_, query) => {
  const { statusCode, headers, body } = await click(query);
  expect(statusCode).toBe(404);
  expect(headers).not.toHaveProperty('location');
  expect(body).not.toContain('evil');
  expect(body).not.toContain(review);
});

test('what stands beside the id changes nothing', async () => {
  const { statusCode, headers } = await click(
    `url=https://evil.example&external_id=${id}&next=//evil.example`,
  );
  expect(statusCode).toBe(302);
  expect(headers?.['location']).toBe(`https://www.trustpilot.com/reviews/${review}`);
});
