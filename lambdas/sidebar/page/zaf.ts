/** The part of Zendesk's SDK that is used here (Apps framework, 4.1). */
export interface ZafClient {
  on(event: string, listener: (value: unknown) => unknown): void;
  /** What cannot be read is missing in the answer. */
  get(paths: string[]): Promise<Record<string, unknown>>;
  invoke(action: string, ...values: unknown[]): Promise<unknown>;
  /** Rejects with the answer where its status is no success. */
  request(options: ZafRequest): Promise<unknown>;
  context(): Promise<unknown>;
}

export interface ZafRequest {
  url: string;
  type: 'POST';
  contentType: string;
  dataType: string;
  data: string;
  headers: Record<string, string>;
  /** Zendesk's proxy fills placeholders in; only then. */
  secure: boolean;
  cors: boolean;
  autoRetry: boolean;
  timeout: number;
  httpCompleteResponse: boolean;
  jwt: { algorithm: 'HS256'; secret_key: string; expiry: number; claims: Record<string, string | number> };
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
