/** What an app says; everything else is none of this protocol (Apps framework, 8, rules 9 to 19). */
export interface AppMessage {
  id?: number;
  request?: 'get' | 'set' | 'invoke';
  params?: unknown;
  key?: string;
  message?: unknown;
  error?: { msg?: unknown };
}

declare global {
  interface Window {
    /** Everything that went between the page and its apps, for tests to read. */
    appMessages?: { from: 'app' | 'host'; data: unknown }[];
  }
}

/** A JSON string, except the answers to a save hook, which are plain objects. */
export function readMessage(data: unknown): AppMessage | undefined {
  const value: unknown = typeof data === 'string' ? parse(data) : data;
  return typeof value === 'object' && value !== null ? value : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function remember(from: 'app' | 'host', data: unknown): void {
  (window.appMessages ??= []).push({ from, data });
}
