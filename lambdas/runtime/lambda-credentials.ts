/**
 * Stands in the bundles for `@aws-sdk/credential-provider-node` (lib/bundle/function-bundle.ts). Lambda puts its
 * role's credentials into the environment and nowhere else; the ways over profiles, SSO, web identities and instance
 * metadata weigh 130 KiB, a quarter of a bundle, and cannot be gone from inside a Lambda.
 */
export const defaultProvider = () => async () => ({
  accessKeyId: process.env['AWS_ACCESS_KEY_ID'] ?? '',
  secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  ...(process.env['AWS_SESSION_TOKEN'] !== undefined && { sessionToken: process.env['AWS_SESSION_TOKEN'] }),
});
