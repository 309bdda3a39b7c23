import type { Faults } from './faults.ts';
import { Invocation } from './invocation.ts';

/** Those that the simulator itself makes, at the level of HTTP. A 404 is no fault but an answer: the review is gone. */
export const simulatedFaults = [
  '401',
  '403',
  '429',
  '500',
  '502',
  '503',
  'empty-body',
  'truncated-json',
  'lying-json',
  'drip',
  'reset-before',
  'reset-after',
] as const;

const timedOut = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError');
const htmlPage = () =>
  new Response('<html><body><h1>Just a moment…</h1></body></html>', {
    status: 200,
    headers: { 'content-type': 'text/html' },
  });

/** Time-outs without the waiting, and a gateway's page in place of an answer. */
export const createFaultyFetch =
  (faults: Faults): typeof fetch =>
  async (input, init) => {
    const { current } = Invocation;
    if (current === undefined) return fetch(input, init);
    return current.outside(
      () => `${init?.method ?? 'GET'} ${input instanceof Request ? input.url : input.toString()}`,
      async () => {
        if (!faults.strikes('Trustpilot', 0.4)) return fetch(input, init);
        const kind = faults.pick('Trustpilot', ['times out before', 'times out after', 'HTML with 200']);
        // To a publication a 200 says that it is done, whatever its body says (Trustpilot reference, 4.1).
        if (kind === 'HTML with 200' && init?.method === 'GET') {
          faults.note(`Trustpilot ${kind}`);
          return htmlPage();
        }
        const isAfter = kind !== 'times out before';
        faults.note(`Trustpilot times out ${isAfter ? 'after' : 'before'}`);
        if (isAfter) await (await fetch(input, init)).arrayBuffer();
        throw timedOut();
      },
    );
  };
