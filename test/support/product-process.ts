import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from '../integration/local/child.ts';
import { startTrustpilotSimulator } from '../simulators/trustpilot/index.ts';
import { startZendeskSimulator } from '../simulators/zendesk/index.ts';
import { Popup } from './popup.ts';

const day = 86_400;

/** `npm run local` in a process of its own, between both simulators, on data that survives its death. */
export async function startProductProcess(port: number) {
  const dataDir = mkdtempSync(join(tmpdir(), 'product-'));
  const switches = { tokenCallsPerMinute: 0, consent: 'allow' as const };
  const trustpilot = await startTrustpilotSimulator({ switches });
  const zendesk = await startZendeskSimulator({ pullIntervalSeconds: 0 });
  const environment = {
    PORT: String(port),
    DATA_DIR: dataDir,
    TRUSTPILOT_API_URL: trustpilot.url,
    TRUSTPILOT_AUTHENTICATE_URL: trustpilot.url,
    TRUSTPILOT_API_KEY: 'tpk-demo',
    TRUSTPILOT_API_SECRET: 'tps-demo',
    ZENDESK_ORIGIN: zendesk.url,
    POLL_SECONDS: '1',
    RESCAN_SECONDS: String(day),
  };
  let child = startChild('bin/local.ts', environment);
  const url = await child.url();
  const logs: string[] = [];
  return {
    trustpilot,
    zendesk,
    url,
    /** All that the product has printed so far. */
    output: () => [...logs, child.output()].join('\n'),
    kill: async (signal: 'SIGKILL' | 'SIGTERM') => {
      const code = await child.kill(signal);
      logs.push(child.output());
      return code;
    },
    restart: async () => {
      child = startChild('bin/local.ts', environment);
      await child.url();
    },
    /** Installs the app from its zip and adds an account through the dialogue, as an admin does. */
    install: () => zendesk.installZip(`${url}/download/zendesk-app.zip`),
    addAccount: (options: { name: string; domains: string[] }) => addAccount(trustpilot, zendesk, options),
    /** Pulls until `done`, and fails when that takes longer than `seconds`. */
    pullUntil: async (done: () => boolean, seconds = 30) => {
      for (const end = Date.now() + seconds * 1000; !done(); await sleep(100)) {
        if (Date.now() > end)
          throw new Error(`Not done after ${seconds} s: ${zendesk.tickets().length} tickets`);
        await zendesk.tick();
        await zendesk.eventsDelivered();
      }
    },
    close: async () => {
      await child.kill('SIGKILL');
      await Promise.all([trustpilot.close(), zendesk.close()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type ProductProcess = Awaited<ReturnType<typeof startProductProcess>>;

type Trustpilot = Awaited<ReturnType<typeof startTrustpilotSimulator>>;
type Zendesk = Awaited<ReturnType<typeof startZendeskSimulator>>;

async function addAccount(
  trustpilot: Trustpilot,
  zendesk: Zendesk,
  { name, domains }: { name: string; domains: string[] },
) {
  const dialogue = await zendesk.openDialogue();
  const popup = new Popup();
  const token = /name="dialogue" value="([^"]+)"/.exec(dialogue.page.html)?.[1] ?? '';
  const connect = new URL('/zendesk/admin/connect', dialogue.page.url).href;
  await popup.open(connect, { method: 'POST', body: new URLSearchParams({ dialogue: token }) });
  await popup.submit();
  if (popup.status !== 200) throw new Error(`The consent ended with HTTP ${popup.status}`);
  await dialogue.submit({ button: 'I have allowed access, go on' });
  const chosen = trustpilot.domains().filter(({ identifyingName }) => domains.includes(identifyingName));
  await dialogue.submit({ values: { name, domain: chosen.map(({ id }) => id) }, button: 'Submit' });
  if (dialogue.account === undefined) throw new Error(`The dialogue did not end: ${dialogue.page.html}`);
  return dialogue.account;
}
