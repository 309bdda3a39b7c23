import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName, routes } from '../../../lambdas/routes.ts';
import type { Settings } from '../settings.ts';

/**
 * Ids, codes and times. No path, query string, address or body: those hold webhook keys, OAuth codes, metadata
 * and personal data.
 */
const accessLogFields = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  functionMilliseconds: '$context.integrationLatency',
  functionStatus: '$context.integrationStatus',
  error: '$context.error.responseType',
};

/** A thousand accounts pull eight times a second; more than this is a flood, and would be paid for. */
const throttle = { rateLimit: 50, burstLimit: 200 };

/** Everything that Zendesk, Trustpilot and browsers call. The functions behind it are added by `serve`. */
export class PublicApi extends Construct {
  readonly api: HttpApi;
  /** Base of all our URLs, without a slash at the end. Zendesk remembers it for ever. */
  readonly url: string;
  /** Where the DNS record of an own domain has to point. */
  readonly dnsTarget: string | undefined;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { domainName, certificateArn } = settings;
    this.api = new HttpApi(this, 'HttpApi', {
      createDefaultStage: false,
      // With an own domain there is one way in, and one that Zendesk may remember.
      disableExecuteApiEndpoint: domainName !== undefined,
    });
    const stage = this.#createStage(settings);
    this.url = domainName === undefined ? this.api.apiEndpoint : `https://${domainName}`;
    if (domainName === undefined || certificateArn === undefined) return;
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    const domain = new DomainName(this, 'Domain', { domainName, certificate });
    new ApiMapping(this, 'Mapping', { api: this.api, domainName: domain, stage });
    this.dnsTarget = domain.regionalDomainName;
  }

  /** The routes of lambdas/routes.ts, each to its function. */
  serve(table: typeof routes, functions: Record<FunctionName, IFunction>): void {
    const integrations = new Map<FunctionName, HttpLambdaIntegration>();
    for (const { method, path, function: name } of table) {
      const integration =
        integrations.get(name) ??
        // One permission per function; one per route would fill the function's policy.
        new HttpLambdaIntegration(name, functions[name], { scopePermissionToRoute: false });
      integrations.set(name, integration);
      this.api.addRoutes({ path, methods: [HttpMethod[method]], integration });
    }
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Zendesk and Trustpilot cannot sign requests: handlers prove each call by the secret in its metadata, in its path or in its one-time state.',
    });
  }

  #createStage({ logRetentionDays }: Settings): HttpStage {
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
  }
}
