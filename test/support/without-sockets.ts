import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** What an SDK client hands to its transport, and gets back from it. */
export interface SdkRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: unknown;
}
export interface SdkResponse {
  response: { statusCode: number; headers: Record<string, string>; body?: unknown };
}
export type Handle = (request: SdkRequest, options?: unknown) => Promise<SdkResponse>;

/**
 * Brings the requests of an SDK client to an emulator in the same process. Half of a run's time went into sockets on
 * both sides, which fail nobody here: what goes wrong with calls to AWS is made above them (aws-faults.ts).
 */
export function sendWithoutSockets({ config }: DynamoDBDocumentClient, server: Server): void {
  const handler = config.requestHandler as unknown as { handle: Handle };
  handler.handle = ({ method, path: url, headers, body }) => {
    const { promise, resolve } = Promise.withResolvers<SdkResponse>();
    const request = Object.assign(new EventEmitter(), { method, url, headers: lowerCased(headers) });
    server.emit('request', request, new Answer(resolve));
    if (body instanceof Uint8Array)
      request.emit('data', Buffer.from(body.buffer, body.byteOffset, body.length));
    else request.emit('data', Buffer.from(String(body)));
    request.emit('end');
    return promise;
  };
}

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** As much of a server's response as the emulator uses. */
class Answer {
  statusCode = 200;
  readonly #headers: Record<string, string> = {};
  readonly #done: (answer: SdkResponse) => void;

  constructor(done: (answer: SdkResponse) => void) {
    this.#done = done;
  }

  setHeader(name: string, value: string | number): void {
    this.#headers[name.toLowerCase()] = String(value);
  }

  end(body = ''): void {
    const { statusCode } = this;
    this.#done({ response: { statusCode, headers: this.#headers, body: Buffer.from(body) } });
  }
}

/** The emulators ask for a signature and do not look at it. */
export const unsigned = {
  sign: async <Request extends { headers: Record<string, string> }>(request: Request): Promise<Request> => {
    request.headers['authorization'] =
      'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/any/aws4_request, SignedHeaders=host, Signature=none';
    request.headers['x-amz-date'] = '20260101T000000Z';
    return request;
  },
};
