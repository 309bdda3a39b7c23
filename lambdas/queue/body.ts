import { gunzipSync, gzipSync } from 'node:zlib';

/*
 * A message as SQS takes it. SQS refuses some characters that occur in reviews (U+FFFE, and some implementations
 * every character beyond U+FFFF), so the JSON is written in ASCII. It also ends a message at 262,144 bytes; a very
 * long review in a script that needs escaping comes near that and is packed.
 */
const packAboveBytes = 200_000;
const packedPrefix = 'gzip:';

export function toBody(message: unknown): string {
  const text = JSON.stringify(message);
  const ascii = text.replaceAll(
    /[\u007f-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return ascii.length <= packAboveBytes ? ascii : packedPrefix + gzipSync(text).toString('base64');
}

/** @throws when the body is not JSON */
export function fromBody(body: string): unknown {
  if (!body.startsWith(packedPrefix)) return JSON.parse(body) as unknown;
  const bytes = gunzipSync(Buffer.from(body.slice(packedPrefix.length), 'base64'), {
    maxOutputLength: maxUnpackedBytes,
  });
  return JSON.parse(bytes.toString('utf8')) as unknown;
}

const maxUnpackedBytes = 10_000_000;
