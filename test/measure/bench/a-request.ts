import type { Context } from 'aws-lambda';
import type { HttpRequest } from '../../../lambdas/runtime/http.ts';

/** What handlers of ours read of Lambda's context: nothing. */
export const aContext = {} as Context;

/** A form as API Gateway hands it over, as far as handlers of ours read it. */
export const aRequest = (form: Record<string, string>): HttpRequest =>
  ({
    routeKey: 'POST /bench',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    requestContext: { requestId: 'bench' },
    body: new URLSearchParams(form).toString(),
    isBase64Encoded: false,
  }) as unknown as HttpRequest;
