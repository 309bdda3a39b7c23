import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingsError } from '../../lib/stack/settings-error.ts';
import { contextKey, readSettings } from '../../lib/stack/settings.ts';
import { runApp, shippedContext, type Resource } from './synth.ts';

const least = { stage: 'production', zendeskSubdomains: ['acme'] };
const certificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/11111111-2222-3333-4444-555555555555';

/** What the person is told who wrote this. */
function complaintAbout(context: unknown): string {
  try {
    readSettings(context);
    return '';
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
}

test('a stage and the Zendesk subdomains are all that must be said', () => {
  expect(readSettings(least)).toEqual([
    expect.objectContaining({
      ...least,
      name: 'trustpilot-reviews',
      trustpilotYearlyCalls: 200_000,
      pollMinutes: 1,
    }),
  ]);
});

test.each([
  [
    undefined,
    'cdk.json has no settings: its "context" needs "trustpilotReviews" with at least "stage" and "zendeskSubdomains".',
  ],
  [
    { stage: 'production' },
    'trustpilotReviews.zendeskSubdomains is missing: expected a list of Zendesk subdomains such as ["acme"], or ["*"] for every Zendesk there is.',
  ],
  [
    { ...least, zendeskSubdomains: ['acme.zendesk.com'] },
    'trustpilotReviews.zendeskSubdomains[0] is "acme.zendesk.com", expected the first part of a Zendesk address in lower case, such as "acme" for acme.zendesk.com.',
  ],
  [
    { ...least, zendeskSubdomains: [] },
    'trustpilotReviews.zendeskSubdomains is [], expected a list of Zendesk subdomains such as ["acme"], or ["*"] for every Zendesk there is.',
  ],
  [
    { ...least, domainName: 'reviews.acme.example' },
    'trustpilotReviews.certificateArn is missing: domainName and certificateArn go together.',
  ],
  [
    { ...least, certificateArn },
    'trustpilotReviews.domainName is missing: certificateArn and domainName go together.',
  ],
  [
    { ...least, pollMinutes: '5' },
    'trustpilotReviews.pollMinutes is "5", expected a whole number from 1 to 60.',
  ],
  [
    { ...least, allowanceStartsOn: '31-01' },
    'trustpilotReviews.allowanceStartsOn is "31-01", expected a month and a day such as "03-31".',
  ],
  [
    { ...least, reviewRetentionDays: 30 },
    'trustpilotReviews.reviewRetentionDays is 30, expected a whole number from 90 to 3650.',
  ],
  [{ ...least, alarmEmail: 'me' }, 'trustpilotReviews.alarmEmail is "me", expected an e-mail address.'],
  [
    { ...least, removalPolicy: 'delete' },
    'trustpilotReviews.removalPolicy is "delete", expected one of retain, destroy.',
  ],
  [[least, least], 'Two deployments in cdk.json are called trustpilot-reviews-production.'],
  [
    [least, { stage: 'x' }],
    'trustpilotReviews[1].zendeskSubdomains is missing: expected a list of Zendesk subdomains such as ["acme"], or ["*"] for every Zendesk there is.',
  ],
  ['{', 'The context trustpilotReviews is text that is not JSON.'],
])('%j is answered by one sentence', (context, complaint) => {
  expect(complaintAbout(context)).toBe(complaint);
});

test('an unknown setting is named, with the known ones', () => {
  expect(complaintAbout({ ...least, zendeskSubdomain: 'acme' })).toMatch(
    /^trustpilotReviews has an unknown setting zendeskSubdomain; known are stage, name, zendeskSubdomains, /,
  );
});

test('a wrong setting ends the synthesis with exit code 1 and the sentence alone', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'synth-'));
  const wrong = { ...shippedContext(), [contextKey]: { stage: 'production' } };
  await expect(runApp(wrong, directory)).rejects.toMatchObject({
    code: 1,
    stderr: `${complaintAbout(wrong[contextKey])}\n`,
  });
  rmSync(directory, { recursive: true });
});

/** Synthesised without bundles, which take most of the time and are not looked at. */
async function templateOf(settings: Record<string, unknown>): Promise<Record<string, Resource>> {
  const directory = mkdtempSync(join(tmpdir(), 'synth-'));
  const context = { ...shippedContext(), 'aws:cdk:bundling-stacks': [], [contextKey]: settings };
  await runApp(context, directory);
  const file = join(directory, 'trustpilot-reviews-production.template.json');
  const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, Resource> };
  rmSync(directory, { recursive: true });
  return Resources;
}
const ofType = (resources: Record<string, Resource>, type: string) =>
  Object.values(resources).filter(({ Type }) => Type === type);

test('without a domain name Zendesk gets the address of the API, without a mail address nobody gets mail', async () => {
  const resources = await templateOf(least);
  expect(JSON.stringify(ofType(resources, 'AWS::Lambda::Function'))).toContain(
    '"PUBLIC_URL":{"Fn::GetAtt":["ApiHttpApi4C294DC0","ApiEndpoint"]}',
  );
  expect(ofType(resources, 'AWS::SNS::Topic')).toEqual([]);
  expect(ofType(resources, 'AWS::CloudWatch::Alarm')).toHaveLength(10);
});

test('reviews are kept as long as their account, or as long as is said', async () => {
  const retentionOf = async (settings: Record<string, unknown>) =>
    ofType(await templateOf(settings), 'AWS::Lambda::Function').flatMap(({ Properties }) => {
      const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
      return Variables['REVIEW_RETENTION_DAYS'] ?? [];
    });
  expect(await retentionOf(least)).toEqual([]);
  expect(await retentionOf({ ...least, reviewRetentionDays: 730 })).toEqual(['730']);
});

test('a try-out leaves nothing behind', async () => {
  const resources = await templateOf({ ...least, removalPolicy: 'destroy', reserveConcurrency: false });
  const [table] = ofType(resources, 'AWS::DynamoDB::Table');
  expect([table?.DeletionPolicy, table?.Properties['DeletionProtectionEnabled']]).toEqual(['Delete', false]);
  expect(Object.values(resources).filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain')).toEqual([]);
  expect(JSON.stringify(resources)).not.toContain('ReservedConcurrentExecutions');
});

test('a restored table takes the place of the own one', async () => {
  const resources = await templateOf({ ...least, restoredTable: 'reviews-restored' });
  expect(ofType(resources, 'AWS::DynamoDB::Table')).toEqual([]);
  const tables = ofType(resources, 'AWS::Lambda::Function').map(
    ({ Properties }) =>
      (Properties['Environment'] as { Variables: { TABLE_NAME: unknown } }).Variables.TABLE_NAME,
  );
  expect(new Set(tables)).toEqual(new Set(['reviews-restored']));
});
