import { httpHandler, json } from '../runtime/http.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Failure } from './contract.ts';

export interface SidebarDeps {
  logger: Logger;
}

const rejected: Failure = {
  code: 'sidebar_key_rejected',
  message: 'The sidebar key is missing, wrong or no longer valid.',
};

/** The agent's sidebar, called through Zendesk's request proxy (Apps reference, 3). */
export const createHandler = ({ logger }: SidebarDeps) =>
  httpHandler(logger, async () => json(401, rejected));
