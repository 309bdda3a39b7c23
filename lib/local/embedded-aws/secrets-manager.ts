import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { closeNow, listen } from './listen.ts';
import { operations, SecretsManagerError } from './secret-operations.ts';
import { SecretStore } from './secret-store.ts';

export interface SecretsManagerOptions {
  /** Folder that keeps the secrets; in memory without one. */
  dataDir?: string;
  /** 0 (the default) picks a free port. */
  port?: number;
}

/** A small AWS Secrets Manager (JSON 1.1 over HTTP) for one machine, on the loopback interface only. */
export async function startSecretsManager({ dataDir, port = 0 }: SecretsManagerOptions = {}) {
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const store = new SecretStore(dataDir === undefined ? undefined : join(dataDir, 'secrets.json'));
  const server = createServer((request, response) => void answer(store, request, response));
  const actualPort = await listen(server, port, '127.0.0.1');
  return { url: `http://127.0.0.1:${actualPort}`, close: () => closeNow(server) };
}

async function answer(store: SecretStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await text(request);
    send(response, 200, run(store, request.headers['x-amz-target'], body));
  } catch (error) {
    const { type, message } = toApiError(error);
    send(response, type === 'InternalServiceError' ? 500 : 400, { __type: type, Message: message });
  }
}

function run(store: SecretStore, target: string | string[] | undefined, body: string): unknown {
  const operation = operations.get(String(target).replace(/^secretsmanager\./, ''));
  if (!operation)
    throw new SecretsManagerError('UnknownOperationException', `Not available here: ${String(target)}`);
  return operation(store, JSON.parse(body));
}

function toApiError(error: unknown): { type: string; message: string } {
  if (error instanceof SecretsManagerError) return error;
  if (error instanceof z.core.$ZodError) {
    const problems = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return { type: 'InvalidParameterException', message: problems.join('; ') };
  }
  if (error instanceof SyntaxError)
    return { type: 'SerializationException', message: 'The body is not JSON.' };
  return { type: 'InternalServiceError', message: error instanceof Error ? error.message : 'unknown' };
}

function send(response: ServerResponse, statusCode: number, body: unknown): void {
  response.writeHead(statusCode, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}
