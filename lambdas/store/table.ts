/*
 * The one DynamoDB table. Imports nothing: CDK creates the table from it, the stores use it, the emulators too.
 *
 * item        PK                   SK                               what
 * account     ACCOUNTS             <account>                        core/account.ts; also connection and refresh lock
 * claim       CLAIMS#<subdomain>   <business unit>                  which account of that Zendesk has this domain
 * dialogue    DIALOGUE#<id>        DIALOGUE                         an open account dialogue (TTL)
 * sync        SYNC                 <account>#<business unit>        watermark, unfinished scan, poll record
 * webhook     WEBHOOK#<hash of key> WEBHOOK                         which domain of which account a webhook is about
 * erased      ERASED#<account>     <keyed hash of the review>       an erased review, not to be imported again
 * unproven    UNPROVEN#<account>   <author>                         an erasure that nobody proved (TTL)
 * deletions   STATE                DELETIONS                        when the Deletions API was followed
 * retention   STATE                RETENTION                        when reviews past their retention were looked for
 * usage       USAGE                <start of the allowance year>    calls to Trustpilot
 * hint        HINTS                <account>#<business unit>        a domain to list at the next tick
 * sidebar     SIDEBAR#<subdomain>  <group>                          whose accounts share which version of a sidebar key
 * memory      MEMORY#<account>     <business unit>#<hour>           fingerprints of the reviews created then (TTL)
 * review      REVIEWS#<account>    <review>                         what is known of a review, and its facts
 * reply       REPLIES#<account>    <hash of Zendesk's request id>   one channelback, its claim and its outcome
 * ticket      CARDS#<account>      ticket#<ticket>                  the review that a Zendesk ticket is about
 * author      CARDS#<account>      author#<consumer>#<review>       which reviews a reviewer wrote
 * newest      CARDS#<account>      reply#<review>                   the agent's reply that was received last
 * copy        CARDS#<account>      copy#<review>                    tags and what else Trustpilot said last (TTL)
 * action      CARDS#<account>      action#<id>                      what a click in the sidebar did (TTL)
 * used tags   CARDS#<account>      tags                             the company's recent tags
 * handout     OUTBOX#<account>     !                                batches handed out, batch limit, suspects
 * pending     OUTBOX#<account>     <lane>#<time>#<review>#<n>       a fact that Zendesk has not taken over yet
 * parked      PARKED#<account>     <key of its pending row>         a fact that Zendesk refuses, retried daily
 * unconfirmed UNCONFIRMED#<account> <review>#<fact>                 taken over, never confirmed as a ticket
 * due         DUE                  <time>#<kind>#<account>#<id>     work for later: offer again, settle, free, purge
 *
 * Access patterns
 * - all accounts / all poll records: query ACCOUNTS / SYNC. One item each, read once a tick.
 * - an empty pull: get the account, query OUTBOX#<account> (handout row and first entries in one query).
 * - the oldest 200 pending facts, new lane before backfill lane: query OUTBOX#<account>, ascending.
 *   Nobody keeps a position in it: rows leave when their batch comes back, so a late writer is never skipped.
 * - what is due: query DUE up to now.
 */
export const primaryKey = { partition: 'PK', sort: 'SK' } as const;

/** Attribute with the epoch second after which DynamoDB deletes a row; dialogues, memories, hints, unproven erasures, copies and actions have it. */
export const timeToLiveAttribute = 'expiresAt';

export const keys = {
  accounts: 'ACCOUNTS',
  account: (accountId: string) => ({ PK: 'ACCOUNTS', SK: accountId }),
  claim: (subdomain: string, businessUnitId: string) => ({ PK: `CLAIMS#${subdomain}`, SK: businessUnitId }),
  dialogue: (dialogueId: string) => ({ PK: `DIALOGUE#${dialogueId}`, SK: 'DIALOGUE' }),
  syncs: 'SYNC',
  sync: (accountId: string, businessUnitId: string) => ({ PK: 'SYNC', SK: `${accountId}#${businessUnitId}` }),
  webhook: (hash: string) => ({ PK: `WEBHOOK#${hash}`, SK: 'WEBHOOK' }),
  erasedAll: (accountId: string) => `ERASED#${accountId}`,
  erased: (accountId: string, hash: string) => ({ PK: `ERASED#${accountId}`, SK: hash }),
  unprovenAll: (accountId: string) => `UNPROVEN#${accountId}`,
  unproven: (accountId: string, authorId: string) => ({ PK: `UNPROVEN#${accountId}`, SK: authorId }),
  deletions: { PK: 'STATE', SK: 'DELETIONS' },
  retention: { PK: 'STATE', SK: 'RETENTION' },
  usage: (year: string) => ({ PK: 'USAGE', SK: year }),
  sidebarGroup: (subdomain: string, groupId: string) => ({ PK: `SIDEBAR#${subdomain}`, SK: groupId }),
  hints: 'HINTS',
  hint: (accountId: string, businessUnitId: string) => ({
    PK: 'HINTS',
    SK: `${accountId}#${businessUnitId}`,
  }),
  memories: (accountId: string) => `MEMORY#${accountId}`,
  memory: (accountId: string, businessUnitId: string, hour: string) => ({
    PK: `MEMORY#${accountId}`,
    SK: `${businessUnitId}#${hour}`,
  }),
  reviews: (accountId: string) => `REVIEWS#${accountId}`,
  review: (accountId: string, reviewId: string) => ({ PK: `REVIEWS#${accountId}`, SK: reviewId }),
  replies: (accountId: string) => `REPLIES#${accountId}`,
  reply: (accountId: string, requestHash: string) => ({ PK: `REPLIES#${accountId}`, SK: requestHash }),
  cards: (accountId: string) => `CARDS#${accountId}`,
  ticket: (accountId: string, ticketId: number) => ({ PK: `CARDS#${accountId}`, SK: `ticket#${ticketId}` }),
  authored: (accountId: string, consumerId: string, reviewId: string) => ({
    PK: `CARDS#${accountId}`,
    SK: `author#${consumerId}#${reviewId}`,
  }),
  newestReply: (accountId: string, reviewId: string) => ({
    PK: `CARDS#${accountId}`,
    SK: `reply#${reviewId}`,
  }),
  copy: (accountId: string, reviewId: string) => ({ PK: `CARDS#${accountId}`, SK: `copy#${reviewId}` }),
  action: (accountId: string, actionId: string) => ({ PK: `CARDS#${accountId}`, SK: `action#${actionId}` }),
  usedTags: (accountId: string) => ({ PK: `CARDS#${accountId}`, SK: 'tags' }),
  outbox: (accountId: string) => `OUTBOX#${accountId}`,
  handout: (accountId: string) => ({ PK: `OUTBOX#${accountId}`, SK: '!' }),
  pending: (accountId: string, sortKey: string) => ({ PK: `OUTBOX#${accountId}`, SK: sortKey }),
  parkedAll: (accountId: string) => `PARKED#${accountId}`,
  parked: (accountId: string, sortKey: string) => ({ PK: `PARKED#${accountId}`, SK: sortKey }),
  unconfirmedAll: (accountId: string) => `UNCONFIRMED#${accountId}`,
  unconfirmed: (accountId: string, reviewId: string, factId: string) => ({
    PK: `UNCONFIRMED#${accountId}`,
    SK: `${reviewId}#${factId}`,
  }),
  due: 'DUE',
} as const;
