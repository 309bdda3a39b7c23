/** Something the operator can mend. `message` says what is wrong and what to do next. */
export class OpsError extends Error {
  override readonly name = 'OpsError';
}

/** The usual ways in which AWS says no, as something to do; undefined for what has another cause. */
export function toOpsError(error: unknown): OpsError | undefined {
  if (error instanceof OpsError) return error;
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  if (/CredentialsProviderError|ExpiredToken|UnrecognizedClient|InvalidClientTokenId/.test(name)) {
    return new OpsError(
      'AWS does not know you: log in (aws sso login) or set AWS_PROFILE, then run this again.',
      {
        cause: error,
      },
    );
  }
  if (/region is missing/i.test(message)) {
    return new OpsError('No AWS region is set: set AWS_REGION to the region of the deployment.', {
      cause: error,
    });
  }
  if (/AccessDenied|NotAuthorized|UnauthorizedOperation/.test(name)) {
    return new OpsError(`Your AWS role may not do this: ${message}`, { cause: error });
  }
  if (/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|TimeoutError|EAI_AGAIN/.test(`${name} ${message}`)) {
    return new OpsError('AWS cannot be reached: is the region right, and are you online?', { cause: error });
  }
  return undefined;
}
