/** OAuth `state`: which dialogue, and a secret that its row knows by hash and gives up once. */
export const toState = (dialogueId: string, secret: string): string => `${dialogueId}.${secret}`;

/** Undefined for anything that we cannot have made. */
export function parseState(state: string | undefined): { dialogueId: string; secret: string } | undefined {
  const [, dialogueId, secret] = /^([\w-]{43})\.([\w-]{43})$/.exec(state ?? '') ?? [];
  return dialogueId === undefined || secret === undefined ? undefined : { dialogueId, secret };
}
