import { AssetHashType, DockerImage, RemovalPolicy } from 'aws-cdk-lib';
import type { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { join } from 'node:path';
import { bundleFunction } from '../../bundle/function-bundle.ts';
import type { environmentVariables } from '../../../lambdas/runtime/environment.ts';
import type { FunctionName } from '../../../lambdas/routes.ts';
import type { Settings } from '../settings.ts';

const sources = join(import.meta.dirname, '../../../lambdas');

export type Environment = Partial<Record<keyof typeof environmentVariables, string>>;

export interface ProductFunctionProps {
  name: FunctionName;
  settings: Settings;
  memoryMiB: number;
  timeout: Duration;
  environment: Environment;
  /** How many may run at a time; unlimited unless the work asks for it. */
  reservedConcurrency?: number;
}

/** A Lambda function with our defaults: what it may do beyond writing its log, its construct grants. */
export class ProductFunction extends Function {
  readonly logs: LogGroup;

  constructor(scope: Construct, id: string, props: ProductFunctionProps) {
    const { name, settings, timeout, reservedConcurrency } = props;
    const logs = new LogGroup(scope, `${id}Logs`, {
      retention: settings.logRetentionDays,
      // Ids and counts only, of no use once the stack is gone.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = createRole(scope, `${id}Role`, logs);
    super(scope, id, {
      code: codeOf(name),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      // A fifth cheaper than x86_64 for the same time.
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMiB,
      timeout,
      role,
      logGroup: logs,
      environment: {
        ...props.environment,
        LOG_LEVEL: settings.logLevel,
      },
      ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
    });
    this.logs = logs;
  }
}

/** Bundled at synth, on this machine. The asset goes by what comes out of it, so a comment deploys nothing. */
const codeOf = (name: FunctionName): Code =>
  // CDK takes two assets of the same folder for one.
  Code.fromAsset(join(sources, name), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: neverUsed,
      local: {
        tryBundle: (directory) => {
          bundleFunction(name, directory);
          return true;
        },
      },
    },
  });

/** CDK wants an image to fall back on; the local bundling above never fails in silence. */
const neverUsed = DockerImage.fromRegistry('scratch');

/** Not AWS's basic execution role, which may write to every log group of the account. */
function createRole(scope: Construct, id: string, logs: LogGroup): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logs.logGroupArn],
    }),
  );
  return role;
}
