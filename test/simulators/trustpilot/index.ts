import { answerAdminCall } from './admin.ts';
import type { Answer } from './answer.ts';
import { answerApiCall, logged } from './api/api.ts';
import type { Clock } from './clock.ts';
import { type Commands, createCommands } from './commands.ts';
import type { Outcome } from './faults.ts';
import { type Request, listen } from './http-server.ts';
import { authorisePage, decideAuthorisation } from './pages/authorise.ts';
import { answerPage } from './pages/pages.ts';
import type { Seed } from './seed.ts';
import type { Switches } from './switches.ts';
import { type World, createWorld } from './world.ts';

export interface TrustpilotSimulatorOptions {
  /** A free one if left out. */
  port?: number;
  host?: string;
  clock?: Clock;
  /** What is named here replaces that part of the default seed. */
  seed?: Partial<Seed>;
  switches?: Partial<Switches>;
}

export interface TrustpilotSimulator extends Commands {
  /** Base URL of the API and of the login page. */
  readonly url: string;
  close: () => Promise<void>;
}

/** A Trustpilot with a memory: REST API, login page, pages for people and an admin API on one port. */
export async function startTrustpilotSimulator(
  options: TrustpilotSimulatorOptions = {},
): Promise<TrustpilotSimulator> {
  const world = createWorld(options.switches ?? {}, options.clock);
  const commands = createCommands(world, options.switches ?? {}, options.seed ?? {});
  const server = await listen((request) => answer(world, commands, request), {
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
  });
  return {
    ...commands,
    url: `http://localhost:${server.port}`,
    close: async () => {
      world.webhooks.stop();
      await server.close();
    },
  };
}

async function answer(world: World, commands: Commands, request: Request): Promise<Outcome> {
  const { method, path, query } = request;
  if (path.startsWith('/v1/')) return answerApiCall(world, request);
  const isLogin = path === '/authenticate' || (path === '/' && query.has('client_id'));
  if (isLogin && method === 'GET')
    return logged(world, request, 'authorise', () => authorisePage(world, request));
  return plain(await otherPage(world, commands, request));
}

async function otherPage(world: World, commands: Commands, request: Request): Promise<Answer> {
  if (request.path.startsWith('/admin/')) return answerAdminCall(commands, request);
  if (request.path === '/authenticate/decision' && request.method === 'POST')
    return decideAuthorisation(world, request);
  return answerPage(world, commands, request);
}

const plain = (given: Answer): Outcome => ({ answer: given, delivery: { kind: 'now' }, hasStatus: true });
