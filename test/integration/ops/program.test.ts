import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { startScriptedServer, type ScriptedAnswer } from '../../support/scripted-server.ts';

const root = resolve(import.meta.dirname, '../../..');

/** The real program as a process, with an AWS that answers so. */
async function ops(commandLine: string[], environment: Record<string, string>) {
  const run = promisify(execFile)(process.execPath, ['bin/ops.ts', ...commandLine], {
    cwd: root,
    // Nothing of this machine's own AWS settings.
    env: { PATH: process.env['PATH'], AWS_EC2_METADATA_DISABLED: 'true', ...environment },
  });
  const { code, stdout } = await run.then(
    (done) => ({ code: 0, stdout: done.stdout }),
    (failed: unknown) => failed as { code: number; stdout: string },
  );
  return { code, said: stdout.trim() };
}

const account = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

async function withAws(answer: ScriptedAnswer, commandLine: string[]) {
  const aws = await startScriptedServer(answer);
  try {
    return await ops(commandLine, { ...account, AWS_ENDPOINT_URL: aws.url });
  } finally {
    await aws.close();
  }
}

const cloudFormationError = (code: string, message: string) => ({
  status: code === 'AccessDenied' ? 403 : 400,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});
const stack = (outputs: Record<string, string>) => {
  const members = Object.entries(outputs)
    .map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    )
    .join('');
  return {
    headers: { 'content-type': 'text/xml' },
    body: `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>x</StackName><Outputs>${members}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
  };
};

test('without a region, and without a login, it says what to set', async () => {
  expect(await ops(['redrive'], {})).toEqual({
    code: 1,
    said: 'No AWS region is set: set AWS_REGION to the region of the deployment.',
  });
  expect(await ops(['redrive'], { AWS_REGION: 'eu-west-1' })).toEqual({
    code: 1,
    said: 'AWS does not know you: log in (aws sso login) or set AWS_PROFILE, then run this again.',
  });
});

test('a stack that does not exist, is not ours or may not be looked at is a sentence', async () => {
  const missing = cloudFormationError('ValidationError', 'Stack with id other does not exist');
  expect(await withAws(missing, ['redrive', '--stack', 'other'])).toEqual({
    code: 1,
    said: 'There is no stack other in this account and region. Deploy first, or name it: --stack <name>.',
  });
  expect((await withAws(stack({ PublicUrl: 'https://x' }), ['redrive', '--stack', 'x'])).said).toBe(
    'x has no output TableName, ReviewQueueUrl, ParkedQueueUrl, TrustpilotSecretId, ScheduleName: it is not one of ours, or an older one. Deploy it again.',
  );
  expect((await withAws(cloudFormationError('AccessDenied', 'no'), ['doctor'])).said).toBe(
    'Your AWS role may not do this: no',
  );
});

test('an AWS that cannot be reached is a sentence', async () => {
  const nowhere = { ...account, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  expect((await ops(['redrive'], nowhere)).said).toBe(
    'AWS cannot be reached: is the region right, and are you online?',
  );
});

test('without a command it lists those there are', async () => {
  const { code, said } = await ops([], account);
  expect(code).toBe(1);
  for (const name of ['configure', 'doctor', 'redrive', 'export', 'erase']) expect(said).toContain(name);
});
