import { SQSClient } from '@aws-sdk/client-sqs';
import { quick } from './aws.ts';

/**
 * A queue URL names a host that does not resolve everywhere; the endpoint of the region (or of the test) is used. In a
 * file of its own, so that a Lambda which seldom needs it can import it late.
 */
export const createQueueClient = (): SQSClient => new SQSClient({ ...quick, useQueueUrlAsEndpoint: false });
