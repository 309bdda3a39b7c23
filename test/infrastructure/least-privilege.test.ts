import { runSimulation } from '@cloud-copilot/iam-simulate';
import { functionNames } from '../../lambdas/routes.ts';
import { arnsOf, callsOf, statementsOf, type Statement } from './granted.ts';
import { readRecordedCalls } from './recorded-calls.ts';
import { synthesise, type Synthesised } from './synth.ts';

let synthesised: Synthesised;
beforeAll(async () => {
  synthesised = await synthesise();
});

const call = (text: string) => {
  const [action = '', name = ''] = text.split(' ');
  return { action, name, arn: arnsOf(synthesised)[name] ?? name };
};

/** Calls that IAM would refuse. */
async function refused(statements: Statement[], calls: string[]): Promise<string[]> {
  const verdicts = await Promise.all(
    calls.map(async (text) => [text, await isAllowed(statements, text)] as const),
  );
  return verdicts.filter(([, allowed]) => !allowed).map(([text]) => text);
}

async function isAllowed(statements: Statement[], text: string): Promise<boolean> {
  const { action, arn } = call(text);
  const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const outcome = await runSimulation(
    {
      request: {
        principal: 'arn:aws:iam::111122223333:role/function',
        action,
        resource: { resource: arn.replace(/:\*$/, ':log-stream:one'), accountId: '111122223333' },
        contextVariables: {},
      },
      identityPolicies: [{ name: 'role', policy: { Version: '2012-10-17', Statement: statements } }],
      serviceControlPolicies: [{ orgIdentifier: 'root', policies: [{ name: 'all', policy: allowAll }] }],
      resourceControlPolicies: [],
    },
    {},
  );
  if (outcome.resultType === 'error') throw new Error(`${text}: ${outcome.errors.message}`);
  return outcome.overallResult === 'Allowed';
}

/** Grants that no call uses. A star in an action would allow what nobody listed, and counts as unused. */
function unused(statements: Statement[], calls: string[]): string[] {
  const used = new Set(calls.map((text) => `${call(text).action} ${toPattern(call(text).arn)}`));
  return statements
    .flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((each) => `${action} ${each}`)),
    )
    .filter((grant) => !used.has(grant));
}

/** Secrets that are made at run time are granted by their prefix. */
const toPattern = (arn: string): string => arn.replace(/\/connection\/.*$/, '/connection/*');

describe.each(functionNames)('%s', (name) => {
  const recorded = readRecordedCalls();

  test('may do everything that it was seen to do', async () => {
    expect(await refused(statementsOf(synthesised, name), callsOf(synthesised, recorded, name))).toEqual([]);
  });

  test('may do nothing else', () => {
    const statements = statementsOf(synthesised, name);
    expect(unused(statements, callsOf(synthesised, recorded, name))).toEqual([]);
    expect(statements.map(({ Effect }) => Effect)).toEqual(statements.map(() => 'Allow'));
  });
});

test('the comparison notices an action that is taken away, and one that is given without need', async () => {
  const calls = callsOf(synthesised, readRecordedCalls(), 'pull');
  const statements = statementsOf(synthesised, 'pull');
  const table = Object.keys(synthesised.resources).find((id) => id.startsWith('State')) ?? '';
  const less = statements.map((statement) => ({
    ...statement,
    Action: statement.Action.filter((action) => action !== 'dynamodb:Query'),
  }));
  expect(await refused(less, calls)).toEqual([`dynamodb:Query ${table}`]);
  const more = statements.map((statement) => ({
    ...statement,
    Action: statement.Action.flatMap((action) =>
      action === 'dynamodb:Query' ? [action, 'dynamodb:Scan'] : [action],
    ),
  }));
  expect(unused(more, calls)).toEqual([`dynamodb:Scan ${call(`- ${table}`).arn}`]);
});
