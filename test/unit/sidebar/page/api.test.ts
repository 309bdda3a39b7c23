import { createApi } from '../../../../lambdas/sidebar/page/api.ts';
import type { ZafRequest } from '../../../../lambdas/sidebar/page/zaf.ts';
import { aCard, reviewId } from './a-card.ts';
import { aClient } from './a-client.ts';

const serviceUrl = 'https://reviews.example.com';

function anApi(answer: (request: ZafRequest) => Promise<unknown>, timeoutMs = 1_000) {
  const { client, requests } = aClient({}, answer);
  const who = { subdomain: 'acme', ticketId: 35, agentId: 904 };
  return { api: createApi({ client, serviceUrl, appVersion: '1.1.0', timeoutMs, ...who }), requests };
}

const ask = { ticketId: 35, hints: { reviewIds: [reviewId], consumerId: null } };
// The SDK rejects with whatever came back (Apps framework, 3.5).
// eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
const refuse = async (value: unknown): Promise<never> => Promise.reject(value);

test('a call goes through Zendesk’s proxy, signed with the setting and never holding it', async () => {
  const { api, requests } = anApi(async () => ({ status: 200, responseJSON: aCard() }));
  await api('card', ask);
  expect(requests).toEqual([
    expect.objectContaining({
      url: `${serviceUrl}/sidebar/v1/card`,
      type: 'POST',
      data: JSON.stringify(ask),
      headers: { Authorization: 'Bearer {{jwt.token}}', 'X-Sidebar-Version': '1.1.0' },
      secure: true,
      cors: false,
      autoRetry: false,
      jwt: {
        algorithm: 'HS256',
        secret_key: '{{setting.sidebar_key}}',
        expiry: 60,
        claims: { iss: 'acme.zendesk.com', aud: serviceUrl, op: 'card', tid: 35, uid: 904 },
      },
    }),
  ]);
});

test.each([
  ['a whole response', { status: 200, responseJSON: aCard() }],
  ['a response with a text', { status: 200, responseText: JSON.stringify(aCard()) }],
  ['the body alone', aCard()],
])('a card arrives as %s', async (_, response) => {
  const { api } = anApi(async () => response);
  expect(await api('card', ask)).toEqual({ card: aCard() });
});

test('a failure of ours keeps its code and its words', async () => {
  const responseJSON = { code: 'refused', message: 'Trustpilot says no.' };
  const { api } = anApi(async () => refuse({ status: 409, responseJSON }));
  expect(await api('card', ask)).toEqual({ problem: responseJSON });
});

test.each([
  ['a page of a proxy', { status: 502, responseText: '<html>Bad gateway</html>' }],
  ['a code that is not ours', { status: 400, responseJSON: { code: 'proxy_scope', message: 'x' } }],
  ['a name that every object has', { status: 400, responseJSON: { code: 'constructor' } }],
  ['an error of the SDK', new Error('Invocation timed out')],
  ['nothing', undefined],
])('%s is no answer of the service', async (_, failure) => {
  const { api } = anApi(async () => refuse(failure));
  expect(await api('card', ask)).toEqual({ problem: { code: 'no-service', message: '' } });
});

test('a success without a card is no answer of the service', async () => {
  const { api } = anApi(async () => ({ status: 200, responseText: '<html>' }));
  expect(await api('card', ask)).toEqual({ problem: { code: 'no-service', message: '' } });
});

test('nobody waits longer than the page’s own time limit', async () => {
  const { api } = anApi(async () => new Promise(() => undefined), 20);
  expect(await api('card', ask)).toEqual({ problem: { code: 'no-service', message: '' } });
});
