import type { Desk } from './desk.ts';

interface Answer {
  succeeded: boolean;
  response: {
    status: number;
    statusText: string;
    headers: Record<string, string>;
    responseText: string;
    responseJSON?: unknown;
  };
}

interface Options {
  url: string;
  type?: string;
  method?: string;
  data?: unknown;
  contentType?: string;
  headers?: Record<string, string>;
  cors?: boolean;
  httpCompleteResponse?: boolean;
}

/** `client.request`: to Zendesk and with `cors` from this browser, else through Zendesk's proxy. */
export async function carryOut(
  { settings }: Desk,
  installationId: number,
  given: unknown,
): Promise<{ succeeded: boolean; argument: unknown }> {
  const options = (typeof given === 'string' ? { url: given } : given) as Options;
  const zendesk = `https://${settings.subdomain}.zendesk.com`;
  const url = options.url.startsWith(`${zendesk}/`) ? options.url.slice(zendesk.length) : options.url;
  const isOwn = /^\/(?!\/)/.test(url);
  const { succeeded, response } =
    isOwn || options.cors === true
      ? await fromBrowser({ ...options, url })
      : await throughProxy(installationId, options);
  const { responseText, responseJSON } = response;
  // Only the first argument reaches the page.
  const body = responseJSON ?? responseText;
  return { succeeded, argument: succeeded && options.httpCompleteResponse !== true ? body : response };
}

async function throughProxy(installationId: number, options: Options): Promise<Answer> {
  try {
    const answer = await fetch('/sidebar/proxy', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ installationId, options }),
    });
    return (await answer.json()) as Answer;
  } catch {
    return unreachable;
  }
}

async function fromBrowser(options: Options): Promise<Answer> {
  try {
    const answer = await fetch(options.url, {
      method: options.type ?? options.method ?? 'GET',
      headers: {
        ...options.headers,
        ...(options.contentType === undefined ? {} : { 'content-type': options.contentType }),
      },
      ...(typeof options.data === 'string' ? { body: options.data } : {}),
    });
    const responseText = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    const responseJSON: unknown = isJson ? JSON.parse(responseText) : undefined;
    const headers = Object.fromEntries(answer.headers);
    const { status, statusText } = answer;
    return { succeeded: answer.ok, response: { status, statusText, headers, responseText, responseJSON } };
  } catch {
    return unreachable;
  }
}

const unreachable: Answer = {
  succeeded: false,
  response: { status: 0, statusText: 'error', headers: {}, responseText: '' },
};
