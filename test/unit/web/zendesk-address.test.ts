import {
  checkReturnUrl,
  isAllowedSubdomain,
  isSubdomain,
  zendeskOriginOf,
} from '../../../lambdas/web/dialogue/zendesk-address.ts';

const settings = { zendeskOrigin: 'https://{subdomain}.zendesk.com', zendeskSubdomains: 'acme, globex' };
const acme = 'https://acme.zendesk.com';

test.each(['acme', 'a', 'a-1', '0x'])('%s is a subdomain', (value) => expect(isSubdomain(value)).toBe(true));
test.each([undefined, '', '-a', 'Acme', 'a.b', 'a/b', 'a@b', 'a b', 'a'.repeat(64), 'a\n', 'ä'])(
  '%j is no subdomain',
  (value) => expect(isSubdomain(value)).toBe(false),
);

test('only listed subdomains are let in, or all when that is said', () => {
  expect(isAllowedSubdomain(settings, 'globex')).toBe(true);
  expect(isAllowedSubdomain(settings, 'evil')).toBe(false);
  expect(isAllowedSubdomain({ ...settings, zendeskSubdomains: '*' }, 'evil')).toBe(true);
});

test('the origin of a Zendesk', () => {
  expect(zendeskOriginOf(settings, 'acme')).toBe(acme);
  expect(zendeskOriginOf({ ...settings, zendeskOrigin: 'http://127.0.0.1:8789' }, 'acme')).toBe(
    'http://127.0.0.1:8789',
  );
});

test.each([
  [`${acme}/zendesk/channels/integration_service_instances/editor_finalizer`, 'ours'],
  ['https://support.acme.com/zendesk/channels/x', 'other host'],
  ['https://acme.zendesk.com.evil.example/zendesk/channels/x', 'other host'],
  ['https://acme.zendesk.com@evil.example/zendesk/channels/x', 'foreign'],
  ['http://acme.zendesk.com/zendesk/channels/x', 'foreign'],
  [`${acme}/zendesk/channels/../../evil`, 'foreign'],
  [`${acme}/elsewhere`, 'foreign'],
  ['javascript:alert(1)//zendesk/channels/', 'foreign'],
  ['/zendesk/channels/x', 'foreign'],
  [undefined, 'foreign'],
])('return_url %s is %s', (url, verdict) => expect(checkReturnUrl(url, acme)).toBe(verdict));
