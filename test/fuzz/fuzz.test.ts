import { startRunningProduct, type RunningProduct } from '../security/running-product.ts';
import { fuzz, judge } from './fuzz.ts';
import { makeKnown, type Known } from './known.ts';
import { targets } from './targets.ts';

/* The short version of `npm run fuzz`, which gives each target ten thousand inputs. */
const inputs = 300;
const seed = 20_260_701;

let product: RunningProduct;
let known: Known;
beforeAll(async () => {
  product = await startRunningProduct();
  known = await makeKnown(product);
});
afterAll(() => product.close());

test.each(targets)('$name: whatever is sent, it answers well, soon, and keeps nothing', async (target) => {
  const figures = await fuzz(product, known, target, { inputs, seed });
  expect(figures.problem).toBeUndefined();
  expect(figures.newRows).toBeLessThanOrEqual(mayKeep(target.path, figures.statuses));
});

/**
 * Only a proven caller makes rows that stay: a reply has its own, and what is planned for it. An event leaves the number
 * of the ticket that one of our facts became, once.
 */
function mayKeep(path: string, statuses: Record<string, number>): number {
  if (path === '/zendesk/events') return 2;
  return /channelback|test-ticket|submit|callback|sidebar/.test(path) ? 3 * (statuses['200'] ?? 0) + 10 : 0;
}

describe('the judge sees', () => {
  const headers = { 'x-content-type-options': 'nosniff' };
  test.each([
    ['a crash', { statusCode: 500, headers }],
    ['something that is no answer', {}],
    ['markup that came back', { statusCode: 200, headers, body: '<p><script>canary</script>' }],
    ['a stack trace', { statusCode: 400, headers, body: 'Error\n    at read (/var/task/index.js:1:2)' }],
    ['a header with a line break', { statusCode: 302, headers: { ...headers, location: 'x\r\ny: z' } }],
    ['missing headers', { statusCode: 200 }],
  ])('%s', (_, answer) => expect(() => judge(answer, [])).toThrow());

  test('a line that was logged as an error', () => {
    expect(() => judge({ statusCode: 200, headers }, ['{"level":"error"}'])).toThrow();
    expect(() => judge({ statusCode: 200, headers }, ['{"level":"info"}'])).not.toThrow();
  });
});
