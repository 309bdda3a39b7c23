import { sampleReviews } from '../test/simulators/trustpilot/sample-reviews.ts';
import { startTrustpilotSimulator } from '../test/simulators/trustpilot/index.ts';

const port = Number(process.env['PORT'] ?? 8788);
const simulator = await startTrustpilotSimulator({ port, seed: { reviews: sampleReviews(Date.now()) } });

const stop = (): void => {
  void simulator.close().then(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);

console.log(`listening on ${simulator.url}`);
