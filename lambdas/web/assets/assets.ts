import { createHash } from 'node:crypto';
import type { HttpResponse } from '../../runtime/http.ts';
import { dialogueScript } from './dialogue-script.ts';
import { dialogueStyle } from './dialogue-style.ts';

const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex').slice(0, 12);

/** The name changes with the content, so browsers may keep it for ever. */
export const assetPaths = {
  style: `/assets/dialogue-${hashOf(dialogueStyle)}.css`,
  script: `/assets/dialogue-${hashOf(dialogueScript)}.js`,
} as const;

const asset = (contentType: string, body: string) => async (): Promise<HttpResponse> => ({
  statusCode: 200,
  headers: {
    'content-type': contentType,
    'cache-control': 'public, max-age=31536000, immutable',
  },
  body,
});

/** The files that pages load from our own origin. */
export const assetPages = {
  [`GET ${assetPaths.style}`]: asset('text/css; charset=utf-8', dialogueStyle),
  [`GET ${assetPaths.script}`]: asset('text/javascript; charset=utf-8', dialogueScript),
};
