import { startZendeskSimulator } from '../test/simulators/zendesk/index.ts';

const port = Number(process.env['PORT'] ?? 8789);
const simulator = await startZendeskSimulator({ port, sdkFile: process.env['ZAF_SDK_FILE'] });

const stop = () => void simulator.close().then(() => process.exit(0));
process.once('SIGTERM', stop);
process.once('SIGINT', stop);

console.log(`listening on ${simulator.url}`);
