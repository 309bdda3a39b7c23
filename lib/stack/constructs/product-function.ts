import { RemovalPolicy } from 'aws-cdk-lib';
import type { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Charset, LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { join } from 'node:path';
import type { environmentVariables } from '../../../lambdas/runtime/environment.ts';
import type { FunctionName } from '../../../lambdas/routes.ts';
import type { Settings } from '../settings.ts';

const root = join(import.meta.dirname, '../../..');

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
export class ProductFunction extends NodejsFunction {
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
      entry: join(root, 'lambdas', name, 'index.ts'),
      depsLockFilePath: join(root, 'package-lock.json'),
      projectRoot: root,
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
        NODE_OPTIONS: '--enable-source-maps',
      },
      ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        minify: true,
        mainFields: ['module', 'main'],
        // The SDK comes along: what was tested is what runs, and it starts faster than the runtime's own. Left out is
        // what it imports only for event streams, which none of our services has.
        externalModules: ['@smithy/core/event-streams'],
        // Credentials that a Lambda can have, instead of all that a computer can.
        esbuildArgs: {
          '--alias:@aws-sdk/credential-provider-node': join(root, 'lambdas/runtime/lambda-credentials.ts'),
        },
        // Escaped, the letters of eleven languages would weigh three times as much.
        charset: Charset.UTF8,
        // Stack traces name our files and lines, which is worth the 11 ms of a cold start that it takes. The sources
        // themselves are not needed for that.
        sourceMap: true,
        sourcesContent: false,
        logLevel: LogLevel.WARNING,
      },
      // A line of configuration that CDK adds for SDK v2, which is not in here.
      awsSdkConnectionReuse: false,
    });
    this.logs = logs;
  }
}

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
