import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { BadInputError, PermanentError } from '../core/errors.ts';
import type { Logger } from './logger.ts';

export interface QueueHandlerOptions<Message> {
  /** @throws BadInputError when the body is not a message of ours */
  parse: (body: string) => Message;
  work: (message: Message) => Promise<void>;
  /** Keeps a hopeless message, with its reason, where a person will see it. */
  park: (body: string, reason: string) => Promise<void>;
  logger: Logger;
}

/** Runs `work` once per record; records that touch the same thing are the work's own concern. */
export function queueHandler<Message>({ parse, work, park, logger }: QueueHandlerOptions<Message>) {
  const isDone = async ({ body, messageId, attributes }: SQSRecord): Promise<boolean> => {
    try {
      await work(parse(body));
      return true;
    } catch (error) {
      const hopeless = error instanceof BadInputError || error instanceof PermanentError;
      const attempt = Number(attributes.ApproximateReceiveCount);
      logger.warn('message not processed', { messageId, attempt, again: !hopeless }, error);
      return hopeless && (await isParked(body, messageId, error));
    }
  };
  const isParked = async (body: string, messageId: string, { message }: Error): Promise<boolean> => {
    try {
      await park(body, message);
      logger.error('message parked', { messageId });
      return true;
    } catch (error) {
      logger.error('message not parked', { messageId }, error);
      return false;
    }
  };
  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const done = await Promise.all(Records.map(isDone));
    const again = Records.filter((_, index) => done[index] !== true);
    return { batchItemFailures: again.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}
