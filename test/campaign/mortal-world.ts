import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { createUserOfDialogue } from '../../lambdas/connection/dialogue-access.ts';
import type { FunctionName } from '../../lambdas/routes.ts';
import { StoredAccountStatus } from '../../lambdas/store/account-status.ts';
import { Connections } from '../../lambdas/store/connections.ts';
import { Dialogues } from '../../lambdas/store/dialogues.ts';
import { Submissions } from '../../lambdas/store/submissions.ts';
import { keys } from '../../lambdas/store/table.ts';
import type { DialogueDeps } from '../../lambdas/web/dialogue/deps.ts';
import { dialoguePages } from '../../lambdas/web/dialogue/pages.ts';
import { createHandler as createWeb } from '../../lambdas/web/handler.ts';
import type { Deps } from '../support/deps.ts';
import { startWorld, type World } from '../support/world.ts';
import { hastyRetries, makeAwsFaulty } from './aws-faults.ts';
import type { Emulators } from './emulators.ts';
import { Faults } from './faults.ts';
import { Invocation, timeless, type Death } from './invocation.ts';
import { createFaultyFetch } from './trustpilot-faults.ts';

/** Nothing goes wrong by chance: functions only die where they are told. */
const noFaults = new Faults(0);

interface Mortal {
  name: FunctionName;
  death: Death | undefined;
  invocation?: Invocation;
}

/** A world with the account dialogue, in which every call of a function to the outside can be its last. */
export class MortalWorld {
  readonly world: World;
  #mortal: Mortal | undefined;

  private constructor(world: World) {
    this.world = world;
  }

  static async start(emulators: Emulators): Promise<MortalWorld> {
    const world = await startWorld({
      sdk: { retryStrategy: hastyRetries },
      gatewayLog: () => undefined,
      context: timeless,
      aws: await emulators.fresh(),
    });
    makeAwsFaulty(world.clients, noFaults);
    const { web: manifest } = world;
    world.web = (event, context) =>
      (event as { rawPath: string }).rawPath === '/zendesk/manifest.json'
        ? manifest(event, context)
        : world.invoke('web', async (deps) => pagesOf(world, deps)(event as never, context as never));
    const mortal = new MortalWorld(world);
    world.invoke = (name, run) => mortal.#invoke(name, run);
    return mortal;
  }

  async close(): Promise<void> {
    const { db, sqs, secretsManager } = this.world.clients;
    for (const client of [db, sqs, secretsManager]) client.destroy();
    await this.world.close();
  }

  /** The next run of this function dies as told, within what `act` does; how many calls it made until then. */
  async dying(name: FunctionName, death: Death | undefined, act: () => Promise<unknown>): Promise<number> {
    const mortal: Mortal = { name, death };
    this.#mortal = mortal;
    await act().catch(() => undefined);
    this.#mortal = undefined;
    if (mortal.invocation === undefined) throw new Error(`${name} was not called.`);
    return mortal.invocation.calls;
  }

  /** Each run has an environment of its own, with nothing in memory. */
  async #invoke<Result>(name: FunctionName, run: (deps: Deps) => Promise<Result>): Promise<Result> {
    const deps = this.world.newDeps({ fetch: createFaultyFetch(noFaults) });
    const mortal = this.#mortal;
    const dies = mortal?.name === name && mortal.invocation === undefined;
    const invocation = new Invocation(dies ? mortal.death : undefined, () => false);
    if (dies) mortal.invocation = invocation;
    return invocation.run(() => run(deps));
  }

  /** The logins whose tokens are kept. */
  async keptLogins(): Promise<string[]> {
    const { secretsManager } = this.world.clients;
    const { SecretList = [] } = await secretsManager.send(new ListSecretsCommand({}));
    return SecretList.map(({ Name = '' }) => Name.replace('connection/', ''));
  }

  async forgetLogins(): Promise<void> {
    for (const id of await this.keptLogins()) await this.world.deps.secrets.deleteConnectionSecret(id);
  }

  /** Logins that somebody consented to and nobody has ended. */
  openLogins(): number {
    const done = this.world.trustpilot.calls().filter(({ status }) => status === 200);
    const count = (wanted: string) => done.filter(({ route }) => route === wanted).length;
    return count('accesstoken') - count('revoke');
  }
}

const pagesOf = (world: World, deps: Deps) =>
  createWeb({ logger: deps.logger, pages: dialoguePages(dialogueDepsOf(world, deps)) });

function dialogueDepsOf(world: World, deps: Deps): DialogueDeps {
  const table = [world.db, world.tableName] as const;
  const { secrets, trustpilot, logger, nowMs } = deps;
  const trustpilotKeys = {
    read: async () => ({ apiKey: 'tpk-demo', apiSecret: 'tps-demo' }),
    forget: () => undefined,
  };
  const connections = new Connections(...table, keys.dialogue);
  return {
    ...deps,
    settings: {
      publicUrl: world.url,
      zendeskOrigin: world.zendesk.url,
      zendeskSubdomains: 'acme',
      trustpilotAuthenticateUrl: world.trustpilot.url,
    },
    dialogues: new Dialogues(...table),
    submissions: new Submissions(...table),
    secrets: { ...secrets, trustpilotKeys },
    userOfDialogue: createUserOfDialogue({ secrets, connections, trustpilot, logger, nowMs }),
    status: new StoredAccountStatus(...table),
  };
}
