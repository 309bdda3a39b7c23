import type { FunctionName } from '../../lambdas/routes.ts';
import type { Connections } from '../../lambdas/store/connections.ts';
import type { Message } from '../../lambdas/queue/message.ts';
import type { Deps } from '../support/deps.ts';

/** A mistake that somebody could make in the product, made around it. */
export interface PlantedBug {
  /** What renewing a login goes by. */
  connections?: (real: Connections) => Connections;
  /** What an environment works with. */
  deps?: (deps: Deps) => Deps;
  /** What a function answers. */
  answer?: <Result>(name: FunctionName, result: Result) => Result;
}

/** The same object, some methods of it replaced. */
const changed = <Target extends object>(target: Target, methods: Partial<Target>): Target =>
  new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(name in methods ? methods : target, name);
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    },
  });

export const plantedBugs = {
  /** What was found is sent only when it counts as read already. */
  'cursor before queue': {
    deps: (deps) => {
      let unsent: Message[] = [];
      const queue = changed(deps.queue, {
        sendAll: async (messages) => void unsent.push(...messages),
      });
      const syncs = changed(deps.syncs, {
        save: async (record) => {
          const isSaved = await deps.syncs.save(record);
          const messages = unsent;
          unsent = [];
          await deps.queue.sendAll(messages);
          return isSaved;
        },
      });
      return { ...deps, queue, syncs };
    },
  },
  /** Every repeat of a request is taken for another one, and nobody looks at what stands already. */
  'no idempotency key': {
    deps: (deps) => {
      const { replies, userOf } = deps;
      return {
        ...deps,
        replies: changed(replies, {
          read: async () => undefined,
          claim: async (accountId, reply) => {
            reply.replyId = `${reply.replyId.slice(0, 20)}${String(Math.random()).slice(2, 12)}`;
            return replies.claim(accountId, reply);
          },
        }),
        userOf: (account) => {
          const user = userOf(account);
          const getReview: typeof user.getReview = async (reviewId) => {
            const answer = await user.getReview(reviewId);
            return answer === 'gone' ? answer : { ...answer, review: { ...answer.review, reply: null } };
          };
          return { ...user, getReview };
        },
      };
    },
  },
  /** Whoever finds the login ended renews it at once. */
  'refresh without lock': {
    connections: (connections) => changed(connections, { takeRefreshLock: async () => true }),
  },
  /** The reviewer's title goes into the ticket as it came. */
  'unescaped title': {
    answer: (name, result) => {
      if (name !== 'pull') return result;
      const answer = result as { body?: string };
      return { ...result, body: answer.body?.replaceAll('&lt;', '<').replaceAll('&gt;', '>') };
    },
  },
} as const satisfies Record<string, PlantedBug>;

export type PlantedBugName = keyof typeof plantedBugs;
