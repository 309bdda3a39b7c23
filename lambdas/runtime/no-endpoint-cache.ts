/**
 * Stands in the bundles for `@aws-sdk/endpoint-cache` (lib/bundle/function-bundle.ts). DynamoDB's client makes one for
 * endpoint discovery, which no command of ours uses; with the package come 8 KiB and a twentieth of a cold start.
 */
export class EndpointCache {
  has = () => false;
}
