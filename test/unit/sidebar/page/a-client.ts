import type { ZafClient, ZafRequest } from '../../../../lambdas/sidebar/page/zaf.ts';

/** A host that gives what it is told to and keeps what it was asked. */
export function aClient(
  values: Record<string, unknown> = {},
  answer: (request: ZafRequest) => Promise<unknown> = async () => ({}),
) {
  const listeners = new Map<string, (value: unknown) => unknown>();
  const requests: ZafRequest[] = [];
  const client: ZafClient = {
    on: (event, listener) => void listeners.set(event, listener),
    get: async (paths) =>
      Object.fromEntries(paths.filter((path) => path in values).map((path) => [path, values[path]])),
    invoke: async () => ({}),
    request: async (request) => {
      requests.push(request);
      return answer(request);
    },
    context: async () => ({ account: { subdomain: 'acme' } }),
  };
  return {
    client,
    requests,
    emit: (event: string, value?: unknown): unknown => listeners.get(event)?.(value),
  };
}
