/** Domains read at the same time: enough to hide waiting, few enough for Trustpilot's 833 calls per 5 minutes. */
const concurrency = 4;

/** All of it, a few at a time. One unexpected error lets the others finish and is then thrown. */
export async function inParallel<Work, Result>(
  work: readonly Work[],
  run: (one: Work) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const errors: unknown[] = [];
  const queue = work.entries();
  const lane = async () => {
    for (const [index, one] of queue) {
      try {
        results[index] = await run(one);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  if (errors.length > 0) throw errors[0];
  return results;
}
