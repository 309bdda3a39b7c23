import { createHash, createHmac, randomBytes } from 'node:crypto';

/** 256 bits that nobody can guess. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is stored in place of a token. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const dialogueIdOf = (token: string): string => hashOf(token);

/**
 * Id and key of the account that a dialogue makes. Derived from its token, so that a second Submit of the same
 * dialogue means the same account.
 */
export function accountOf(token: string): { accountId: string; key: string } {
  const derive = (label: string) => createHmac('sha256', token).update(label).digest();
  const letters = BigInt(`0x${derive('account id').toString('hex')}`).toString(36);
  return {
    accountId: letters.slice(-16).padStart(16, '0'),
    key: derive('account key').toString('base64url'),
  };
}
