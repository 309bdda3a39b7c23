import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalAws } from '../../../lib/local/embedded-aws/index.ts';
import { serve } from './rpc.ts';

/** The emulators of AWS, in a process of their own. */
export async function serveAws(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'load-'));
  const aws = await startLocalAws({
    dataDir,
    tableName: 'reviews',
    queueNames: { review: 'reviews', parked: 'parked' },
    environment: {},
  });
  serve(methodsOf(aws, dataDir));
}

function methodsOf(aws: Awaited<ReturnType<typeof startLocalAws>>, dataDir: string) {
  return {
    addresses: () => ({
      variables: aws.variables,
      reviewQueueUrl: aws.reviewQueueUrl,
      parkedQueueUrl: aws.parkedQueueUrl,
    }),
    cpuSeconds: () => process.cpuUsage().user / 1e6,
    close: async () => {
      await aws.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type AwsMethods = ReturnType<typeof methodsOf>;
