import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { OpsError } from './ops-error.ts';

/** The outputs of lib/stack/review-tickets-stack.ts: where everything of a deployment is. */
const outputsSchema = z.object({
  PublicUrl: z.string(),
  TableName: z.string(),
  ReviewQueueUrl: z.string(),
  ParkedQueueUrl: z.string(),
  TrustpilotSecretId: z.string(),
  ScheduleName: z.string(),
});

export type Deployment = z.output<typeof outputsSchema> & { stackName: string };

export interface Target {
  stack: string;
  /** A file that `cdk deploy --outputs-file` wrote, instead of asking CloudFormation. */
  outputs?: string | undefined;
}

export async function findDeployment({ stack, outputs }: Target): Promise<Deployment> {
  const found = outputs === undefined ? await askCloudFormation(stack) : readFile(outputs, stack);
  const parsed = outputsSchema.safeParse(found);
  if (parsed.success) return { ...parsed.data, stackName: stack };
  const missing = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new OpsError(
    `${stack} has no output ${missing}: it is not one of ours, or an older one. Deploy it again.`,
  );
}

async function askCloudFormation(StackName: string): Promise<Record<string, unknown>> {
  const client = new CloudFormationClient();
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]));
  } catch (error) {
    if (!(error instanceof Error) || !/does not exist/.test(error.message)) throw error;
    throw new OpsError(
      `There is no stack ${StackName} in this account and region. Deploy first, or name it: --stack <name>.`,
      { cause: error },
    );
  } finally {
    client.destroy();
  }
}

function readFile(path: string, stack: string): unknown {
  try {
    const stacks = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    if (stacks[stack] !== undefined) return stacks[stack];
  } catch (cause) {
    throw new OpsError(`${path} cannot be read as the outputs of a deployment.`, { cause });
  }
  throw new OpsError(`${path} says nothing of ${stack}. Name the stack: --stack <name>.`);
}
