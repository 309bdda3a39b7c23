import { parseExternalId } from '../../../lambdas/core/external-id.ts';
import { startTrustpilotSimulator } from '../../simulators/trustpilot/index.ts';
import { startZendeskSimulator } from '../../simulators/zendesk/index.ts';
import { serve } from './rpc.ts';

type Trustpilot = Awaited<ReturnType<typeof startTrustpilotSimulator>>;
type Zendesk = Awaited<ReturnType<typeof startZendeskSimulator>>;

/** Both simulators, in a process of their own: they remember everything. */
export async function serveOutside(): Promise<void> {
  const trustpilot = await startTrustpilotSimulator();
  const zendesk = await startZendeskSimulator({ pullIntervalSeconds: 0 });
  serve(methodsOf(trustpilot, zendesk));
}

function methodsOf(trustpilot: Trustpilot, zendesk: Zendesk) {
  const createdAtMs = new Map<string, number>();
  const ticketIds: number[] = [];
  let answered = 0;
  return {
    trustpilotUrl: () => trustpilot.url,
    install: async (manifestUrl: string) => {
      await zendesk.install(manifestUrl);
    },

    /** A company of its own with some domains, and a login to it. */
    addCompany: (name: string, domainNames: string[]) => {
      const domains = domainNames.map((domain) => trustpilot.addBusinessUnit({ domain }));
      const [key] = ['tpk-demo'];
      const user = trustpilot.addUser({ name, email: `${name}@company.example`, domains: domainNames });
      const all = trustpilot.domains().map(({ identifyingName }) => identifyingName);
      trustpilot.addKey({ key, secret: 'tps-demo', domains: all });
      const { accessToken, refreshToken = '' } = trustpilot.issueTokens({ userId: user.id, key });
      return { accessToken, refreshToken, businessUnitIds: domains.map(({ id }) => id) };
    },
    addAccount: async (name: string, metadata: string) => {
      await zendesk.addAccountDirectly({ name, metadata, state: '' });
    },

    write: (drafts: { domain: string; createdAtMs: number; number: number }[]) => {
      const made = trustpilot.createReviews(
        drafts.map(({ domain, createdAtMs: atMs, number }) => ({
          domain,
          createdAt: new Date(atMs).toISOString(),
          stars: (number % 5) + 1,
          title: `Review ${number}`,
          text: 'The lamp came a week late and nobody answered my mail. '.repeat(6),
        })),
      );
      for (const { id, createdAt } of made) createdAtMs.set(id, Date.parse(createdAt));
    },

    /** Every account asks once; answers how long each review that became a ticket had waited. */
    pull: async () => {
      const tickets: { accountId: string; waitedMs: number }[] = [];
      for (const { created, ok, error } of await zendesk.tick()) {
        if (!ok) throw new Error(`A pull failed: ${error ?? ''}`);
        for (const { external_id: externalId, ticket_id: ticketId } of created) {
          const id = parseExternalId(externalId);
          const writtenMs = createdAtMs.get(id?.reviewId ?? '');
          if (id === undefined || writtenMs === undefined) continue;
          ticketIds.push(ticketId);
          tickets.push({ accountId: id.accountId, waitedMs: Date.now() - writtenMs });
        }
      }
      return tickets;
    },

    /** Agents answer so many of the tickets that nobody has answered yet. */
    answer: async (count: number) => {
      const due = ticketIds.slice(answered, answered + count);
      answered += due.length;
      for (const ticketId of due) await zendesk.agentReplies(ticketId, `We are sorry (${ticketId}).`);
      return due.length;
    },

    figures: () => {
      const reviews = trustpilot.reviews();
      const tickets = zendesk.tickets();
      const threads = new Set(tickets.map(({ threadId }) => threadId));
      const counts = trustpilot.callCounts('tpk-demo');
      return {
        tickets: tickets.length,
        threads: threads.size,
        published: reviews.filter(({ id }) => trustpilot.publications(id).length === 1).length,
        publishedTwice: reviews.filter(({ id }) => trustpilot.publications(id).length > 1).length,
        calls: counts.total,
        limited: trustpilot.calls().filter(({ status }) => status === 429).length,
        violations: zendesk.violations().length,
      };
    },
    close: async () => {
      await Promise.all([trustpilot.close(), zendesk.close()]);
    },
  };
}
export type OutsideMethods = ReturnType<typeof methodsOf>;
