import { createHash, timingSafeEqual } from 'node:crypto';
import { metadataSchema, type Account } from '../core/account.ts';

/** The one thing that proves a call to be Zendesk's: the secret inside the metadata. Only its hash is stored. */
export const hashKey = (key: string): string => createHash('sha256').update(key).digest('base64url');

export interface AccountReader {
  read(accountId: string, options?: { consistent?: boolean }): Promise<Account | undefined>;
}

/**
 * The account whose metadata this is, or undefined for a call that is not ours. An account that is being removed
 * counts as gone, so a replay of its metadata proves nothing.
 */
export async function authenticate(
  accounts: AccountReader,
  metadata: string | undefined,
): Promise<Account | undefined> {
  const claim = parseMetadata(metadata);
  if (claim === undefined) return undefined;
  const isProven = (account: Account | undefined) =>
    account !== undefined && account.status !== 'leaving' && isSameHash(account.keyHash, hashKey(claim.key));
  const account = await accounts.read(claim.account);
  if (isProven(account)) return account;
  // A row that was written a moment ago may not be everywhere yet.
  const fresh = await accounts.read(claim.account, { consistent: true });
  return isProven(fresh) ? fresh : undefined;
}

function parseMetadata(metadata: string | undefined): { account: string; key: string } | undefined {
  try {
    const parsed = metadataSchema.safeParse(JSON.parse(metadata ?? ''));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function isSameHash(stored: string, given: string): boolean {
  const [a, b] = [Buffer.from(stored), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
