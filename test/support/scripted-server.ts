import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface ScriptedRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export type ScriptedAnswer =
  | { status?: number; headers?: Record<string, string>; body?: string; json?: unknown }
  | ((response: ServerResponse) => void);

/** An HTTP server for one test: gives the scripted answers in order, the last one for ever, and keeps what it got. */
export async function startScriptedServer(...answers: ScriptedAnswer[]) {
  const requests: ScriptedRequest[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      const { method = '', url = '', headers } = request;
      requests.push({ method, url, headers, body });
      if (typeof answer === 'function') return answer(response);
      response.writeHead(answer?.status ?? 200, answer?.headers);
      response.end(answer?.json === undefined ? answer?.body : JSON.stringify(answer.json));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
