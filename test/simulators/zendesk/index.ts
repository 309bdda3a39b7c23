import { adminApiRoutes, adminError } from './admin-api.ts';
import { aGoodDay } from './bad-day.ts';
import { MovableClock } from './clock.ts';
import { EventPost } from './events.ts';
import { finalizerRoutes } from './dialogue/finalizer-route.ts';
import { type Call, serve } from './http/http-server.ts';
import { createMemory } from './memory.ts';
import { toBehaviour, type ZendeskSimulatorOptions } from './options.ts';
import { finalizerPage } from './pages/dialogue-page.ts';
import { pageError, pageRoutes } from './pages/routes.ts';
import { pullAll } from './pull/pull.ts';
import { agentSmith } from './sidebar/agent.ts';
import { assetRoutes } from './sidebar/asset-server.ts';
import { sidebarRoutes } from './sidebar/routes.ts';
import { pushRoutes } from './pull/push-routes.ts';
import { createSend } from './http/send.ts';
import { Sessions } from './dialogue/sessions.ts';
import type { Simulation } from './simulation.ts';
import { SimulatedZendesk } from './simulator.ts';
import { Transcript } from './http/transcript.ts';

export type { ZendeskSimulatorOptions } from './options.ts';

/** A running simulator: the simulated Zendesk and the HTTP servers around it. */
export type ZendeskSimulator = SimulatedZendesk & {
  readonly url: string;
  /** Where the apps' own pages are served. */
  readonly assetUrl: string;
  close(): Promise<void>;
};

/** Starts a simulated Zendesk account on one port, its apps' pages on another: for tests in this process, other processes and people. */
export async function startZendeskSimulator(
  options: ZendeskSimulatorOptions = {},
): Promise<ZendeskSimulator> {
  const place = { origin: '', assetOrigin: '' };
  const simulation = createSimulation(options, place);
  const zendesk = new SimulatedZendesk(simulation);
  const routes = [
    ...adminApiRoutes(zendesk),
    ...pushRoutes(simulation),
    ...finalizerRoutes(simulation, finalizerPage),
    ...sidebarRoutes(simulation),
    ...pageRoutes(simulation, zendesk),
  ];
  const onError = (error: unknown, { path }: Call) =>
    path.startsWith('/admin/') ? adminError(error) : pageError(error, simulation.subdomain);
  const host = options.host ?? '127.0.0.1';
  const server = await serve(routes, onError, { port: options.port ?? 0, host });
  const publicHost = options.publicHost ?? 'localhost';
  const url = `http://${publicHost}:${server.port}`;
  place.origin = options.publicOrigin ?? url;
  const assets = await serve(assetRoutes(simulation, options.sdkFile), onError, {
    port: options.assetPort ?? 0,
    host,
  });
  // For a browser all ports of one host are one site; in real life the apps' pages are of another.
  const assetHost = publicHost === 'localhost' ? '127.0.0.1' : 'localhost';
  const assetUrl = `http://${assetHost}:${assets.port}`;
  place.assetOrigin = assetUrl;
  const timer = pollBySchedule(simulation);
  const close = async () => {
    clearInterval(timer);
    await Promise.all([server.close(), assets.close()]);
  };
  return Object.assign(zendesk, { url, assetUrl, close });
}

function createSimulation(
  options: ZendeskSimulatorOptions,
  place: { origin: string; assetOrigin: string },
): Simulation {
  const clock = new MovableClock(options.clock);
  const transcript = new Transcript(() => clock.now());
  const subdomain = options.subdomain ?? 'acme';
  const behaviour = toBehaviour(options);
  const badDay = aGoodDay();
  const send = createSend(transcript);
  return {
    subdomain,
    trustLocalhost: options.trustLocalhost ?? true,
    pullIntervalSeconds: options.pullIntervalSeconds ?? 120,
    guide: options.guide,
    get origin() {
      return place.origin;
    },
    get assetOrigin() {
      return place.assetOrigin;
    },
    agent: agentSmith(),
    behaviour,
    badDay,
    clock,
    memory: createMemory(),
    transcript,
    sessions: new Sessions(),
    send,
    events: new EventPost({ subdomain, clock, behaviour, badDay, send }),
  };
}

/** Real time, for people and other processes; tests call `tick()` and `advance()`. */
function pollBySchedule(simulation: Simulation): NodeJS.Timeout | undefined {
  const seconds = simulation.pullIntervalSeconds;
  if (seconds === 0) return undefined;
  return setInterval(() => {
    // A failed pull is recorded as such; anything else is a fault of the simulator and may end it.
    if (!simulation.badDay.pollingPaused) void pullAll(simulation);
  }, seconds * 1000);
}
