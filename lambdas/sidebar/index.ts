import { readEnvironment } from '../runtime/environment.ts';
import { createLogger } from '../runtime/logger.ts';
import { createHandler } from './handler.ts';

const environment = readEnvironment(['LOG_LEVEL']);

export const handler = createHandler({ logger: createLogger(environment.LOG_LEVEL) });
