import { resolve } from 'node:path';
import { clearDataDir } from '../lib/local/data-dir.ts';
import { demoReviews } from '../lib/local/demo-reviews.ts';
import { firstFreePort } from '../lib/local/free-port.ts';
import { startProduct } from '../lib/local/product.ts';
import { runUntilStopped } from '../lib/local/run-until-stopped.ts';
import { readSettings } from '../lib/local/settings.ts';
import { startTrustpilotSimulator } from '../test/simulators/trustpilot/index.ts';
import { startZendeskSimulator } from '../test/simulators/zendesk/index.ts';

/*
 * The demo: the real product between a simulated Trustpilot and a simulated Zendesk. The two live in memory, so the
 * product starts afresh each time, too.
 *
 * The product is `localhost`, the others `127.0.0.1`: for a browser all ports of one host are the same site, and as
 * in the real world the account dialogue has to work inside the frame of another site.
 */

const sparePorts = Array.from({ length: 100 }, (_, index) => 8791 + index);
const host = '127.0.0.1';
const reactionSeconds = '10';

/** The usual port, or another one when somebody has that. */
async function choosePort(name: string, usual: number): Promise<number> {
  const port = await firstFreePort([usual, ...sparePorts]);
  if (port === usual) return port;
  sparePorts.splice(0, sparePorts.indexOf(port) + 1);
  console.log(`Port ${usual} is in use, so the ${name} takes ${port}.`);
  return port;
}

/** Everything sooner than in real life, so that nobody waits for a ticket. */
function demoSettings(port: number, trustpilotUrl: string, zendeskUrl: string) {
  return readSettings({
    PORT: String(port),
    TRUSTPILOT_API_URL: trustpilotUrl,
    TRUSTPILOT_AUTHENTICATE_URL: trustpilotUrl,
    TRUSTPILOT_API_KEY: 'tpk-demo',
    TRUSTPILOT_API_SECRET: 'tps-demo',
    TRUSTPILOT_YEARLY_CALLS: '1000000000',
    ZENDESK_ORIGIN: zendeskUrl,
    POLL_SECONDS: reactionSeconds,
    RESCAN_SECONDS: reactionSeconds,
    DELETIONS_SECONDS: reactionSeconds,
    CONFIRM_ABSENCE_SECONDS: reactionSeconds,
    REOFFER_SECONDS: '60',
    // One folder per port: a second demo does not disturb the first.
    DATA_DIR: resolve(import.meta.dirname, `../.data/demo/${port}`),
  });
}

function useNothingOfThisMachine(): void {
  for (const service of ['DYNAMODB', 'SQS', 'SECRETS_MANAGER']) {
    Reflect.deleteProperty(process.env, `AWS_ENDPOINT_URL_${service}`);
  }
  process.env['LOG_LEVEL'] ??= 'warn';
}

await runUntilStopped(async () => {
  useNothingOfThisMachine();
  const port = await choosePort('product', 8787);
  const trustpilotPort = await choosePort('simulated Trustpilot', 8788);
  const trustpilotUrl = `http://${host}:${trustpilotPort}`;
  const zendeskPort = await choosePort('simulated Zendesk', 8789);
  const assetPort = await choosePort('simulated Zendesk for the pages of its apps', 8790);
  const productUrl = `http://localhost:${port}`;
  const seed = { reviews: demoReviews(Date.now()) };
  const trustpilot = await startTrustpilotSimulator({ port: trustpilotPort, host, seed });
  const zendesk = await startZendeskSimulator({
    port: zendeskPort,
    assetPort,
    sdkFile: process.env['ZAF_SDK_FILE'],
    host,
    publicHost: host,
    pullIntervalSeconds: Number(reactionSeconds),
    guide: {
      appAddress: `${productUrl}/download/zendesk-app.zip`,
      reviewSite: { name: 'the simulated Trustpilot', url: `${trustpilotUrl}/ui/write` },
    },
  });
  const settings = demoSettings(port, trustpilotUrl, zendesk.url);
  clearDataDir(settings.DATA_DIR);
  const product = await startProduct(settings);
  console.log(`open ${zendesk.url} – the simulated Zendesk, which leads you from installing the app to a reply on Trustpilot

  product               ${product.url}
  simulated Trustpilot  ${trustpilotUrl}
  simulated Zendesk     ${zendesk.url}

Ctrl-C ends all three.`);
  const close = async () => {
    await zendesk.close();
    await product.close();
    await trustpilot.close();
  };
  return { close };
});
