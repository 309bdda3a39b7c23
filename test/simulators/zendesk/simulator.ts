import * as accounts from './accounts.ts';
import * as desk from './channelback/agent-desk.ts';
import * as links from './agent-links.ts';
import { aGoodDay, type BadDay } from './bad-day.ts';
import type { DialogueBrowser } from './dialogue/dialogue-browser.ts';
import { destroyIdentity } from './pull/end-users.ts';
import type { EmittedEvent } from './events.ts';
import { downloadPackage, installPackage, type PackageInstallation } from './install/install-package.ts';
import * as integrations from './install/integrations.ts';
import { findAccount, findComment, findIntegration, findTicket } from './memory.ts';
import type { Account, Comment, EndUser, Integration, Ticket, TicketStatus } from './model.ts';
import { addEmailTicket, type Email } from './pull/email-ticket.ts';
import type { Agent } from './sidebar/agent.ts';
import { publicSettings } from './sidebar/app.ts';
import { type AppSettings, changeSettings, findApp } from './sidebar/installation.ts';
import { openAdmin, type OpenAdminOptions, openDialogue } from './dialogue/open-admin.ts';
import type { Behaviour } from './options.ts';
import { pullAccount, pullAll, type PullResult } from './pull/pull.ts';
import type { Simulation } from './simulation.ts';
import type { Exchange, Violation } from './http/transcript.ts';

/** The simulated Zendesk as a test drives it. What it returns are snapshots. */
export class SimulatedZendesk {
  readonly #simulation: Simulation;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** The values that no public source settles; changes count from the next call on. */
  get behaviour(): Behaviour {
    return this.#simulation.behaviour;
  }

  get badDay(): Readonly<BadDay> {
    return this.#simulation.badDay;
  }

  /** Switches faults on or off. Events held back go out as soon as they are no longer late. */
  setBadDay(change: Partial<BadDay>): void {
    const { badDay, events } = this.#simulation;
    Object.assign(badDay, change);
    if (badDay.events !== 'late') events.release();
  }

  setGoodDay(): void {
    this.setBadDay(aGoodDay());
  }

  /** Installs the integration of a manifest; throws an `InstallError` with all reasons. */
  async install(manifestUrl: string): Promise<Integration> {
    return structuredClone(await integrations.install(this.#simulation, manifestUrl));
  }

  /** Uploads and installs an app package, given as bytes or as the address to download it from. */
  async installZip(zip: Uint8Array | string, settings?: AppSettings): Promise<PackageInstallation> {
    const bytes = typeof zip === 'string' ? await downloadPackage(zip) : zip;
    const installation = await installPackage(this.#simulation, bytes, settings);
    return structuredClone(installation);
  }

  /** The settings of the installed app, without the secure ones; of the only one where none is named. */
  appSettings(integrationId?: number): Record<string, string> {
    return publicSettings(findApp(this.#simulation.memory, integrationId));
  }

  /** An admin changes settings or restrictions of the only app. */
  changeAppSettings(change: AppSettings): void {
    const [integrationId] = this.#simulation.memory.apps.keys();
    changeSettings(this.#simulation.memory, integrationId ?? 0, change);
  }

  get agent(): Readonly<Agent> {
    return this.#simulation.agent;
  }

  /** Who sits in front of the tickets; pages that are open notice at their next load. */
  changeAgent(change: Partial<Agent>): void {
    Object.assign(this.#simulation.agent, change);
  }

  /** A ticket that no channel integration made. */
  addEmailTicket(email: Email): Ticket {
    return structuredClone(addEmailTicket(this.#simulation, email));
  }

  uninstall(integrationId?: number): Promise<void> {
    integrations.uninstall(this.#simulation, findIntegration(this.#simulation.memory, integrationId));
    return this.eventsDelivered();
  }

  /** Zendesk's poll of the manifest; true when it changed what is cached. */
  refreshManifest(integrationId?: number): Promise<boolean> {
    return integrations.refreshManifest(
      this.#simulation,
      findIntegration(this.#simulation.memory, integrationId),
    );
  }

  integrations(): Integration[] {
    return structuredClone([...this.#simulation.memory.integrations.values()]);
  }

  accounts(): Account[] {
    return structuredClone([...this.#simulation.memory.accounts.values()]);
  }

  account(id: number): Account {
    return structuredClone(findAccount(this.#simulation.memory, id));
  }

  /** An account without its dialogue. */
  async addAccountDirectly(
    values: Partial<accounts.AccountValues> & { integrationId?: number },
  ): Promise<Account> {
    const { memory, events } = this.#simulation;
    const integration = findIntegration(memory, values.integrationId);
    const { name = 'Account', metadata = '', state = '' } = values;
    const account = accounts.createAccount(this.#simulation, integration, { name, metadata, state });
    events.flush();
    await this.eventsDelivered();
    return structuredClone(account);
  }

  deactivate(accountId: number, by: 'api' | 'error' = 'api', error?: string): Promise<void> {
    return this.#changeAccount(accountId, (account) =>
      accounts.deactivateAccount(this.#simulation, account, by, error),
    );
  }

  activate(accountId: number): Promise<void> {
    return this.#changeAccount(accountId, (account) => accounts.activateAccount(this.#simulation, account));
  }

  destroyAccount(accountId: number): Promise<void> {
    return this.#changeAccount(accountId, (account) => accounts.destroyAccount(this.#simulation, account));
  }

  async #changeAccount(accountId: number, change: (account: Account) => void): Promise<void> {
    change(findAccount(this.#simulation.memory, accountId));
    this.#simulation.events.flush();
    await this.eventsDelivered();
  }

  /** Goes through the account dialogue as a browser without scripts. */
  async openAdmin(options?: OpenAdminOptions): Promise<Account> {
    const account = await openAdmin(this.#simulation, options);
    await this.eventsDelivered();
    return structuredClone(account);
  }

  /** Opens the account dialogue and lets the caller go on step by step. */
  openDialogue(options?: OpenAdminOptions): Promise<DialogueBrowser> {
    return openDialogue(this.#simulation, options);
  }

  /** Polls all accounts once, converts what came, and waits until the events are delivered. */
  async tick(): Promise<PullResult[]> {
    const results = await pullAll(this.#simulation);
    await this.eventsDelivered();
    return results;
  }

  /** Moves Zendesk's clock on; every full poll interval brings a tick. */
  async advance(seconds: number): Promise<void> {
    const interval = this.#simulation.pullIntervalSeconds;
    let left = seconds;
    while (interval > 0 && left >= interval) {
      this.#simulation.clock.advance(interval);
      left -= interval;
      await this.tick();
    }
    this.#simulation.clock.advance(left);
  }

  /** Polls one account, whatever else is going on with it. */
  async pull(accountId: number): Promise<PullResult> {
    const result = await pullAccount(this.#simulation, findAccount(this.#simulation.memory, accountId));
    this.#simulation.events.flush();
    await this.eventsDelivered();
    return result;
  }

  tickets(): Ticket[] {
    return structuredClone([...this.#simulation.memory.tickets.values()]);
  }

  ticket(id: number): Ticket {
    return structuredClone(findTicket(this.#simulation.memory, id));
  }

  /** The ticket that holds the comment with this `external_id`. */
  ticketOf(externalId: string): Ticket | undefined {
    const all = [...this.#simulation.memory.tickets.values()];
    return structuredClone(
      all.find(({ comments }) => comments.some((comment) => comment.externalId === externalId)),
    );
  }

  endUsers(): EndUser[] {
    return structuredClone([...this.#simulation.memory.endUsers.values()]);
  }

  /** An agent writes into a ticket; resolves when a public reply is delivered or given up. */
  async agentReplies(ticketId: number, text: string, options?: desk.AgentReplyOptions): Promise<Comment> {
    const comment = await desk.agentReplies(this.#simulation, ticketId, text, options);
    await this.eventsDelivered();
    return structuredClone(comment);
  }

  comment(ticketId: number, commentId: number): Comment {
    return structuredClone(findComment(findTicket(this.#simulation.memory, ticketId), commentId));
  }

  setStatus(ticketId: number, status: TicketStatus): Ticket {
    return structuredClone(desk.setStatus(this.#simulation, ticketId, status));
  }

  solve(ticketId: number): Ticket {
    return this.setStatus(ticketId, 'solved');
  }

  closeTicket(ticketId: number): Ticket {
    return this.setStatus(ticketId, 'closed');
  }

  changeRequester(ticketId: number): Ticket {
    return structuredClone(desk.changeRequester(this.#simulation, ticketId));
  }

  /** A privacy deletion of an end user; the event carries the account's metadata when one is named. */
  destroyIdentity(authorExternalId: string, { accountId }: { accountId?: number } = {}): Promise<void> {
    const account = accountId === undefined ? undefined : findAccount(this.#simulation.memory, accountId);
    destroyIdentity(this.#simulation, authorExternalId, account);
    return this.eventsDelivered();
  }

  clickthrough(externalId: string, options?: { integrationId?: number; allowedHosts?: string[] }) {
    return links.clickthrough(this.#simulation, externalId, options);
  }

  healthcheck(integrationId?: number): Promise<{ status: number }> {
    return links.healthcheck(this.#simulation, integrationId);
  }

  events(): EmittedEvent[] {
    return structuredClone(this.#simulation.events.log);
  }

  /** Delivers the events that a late day holds back. */
  releaseEvents(options?: { reversed?: boolean }): Promise<void> {
    this.#simulation.events.release(options);
    return this.eventsDelivered();
  }

  eventsDelivered(): Promise<void> {
    return this.#simulation.events.delivered();
  }

  /** All HTTP exchanges with the service, unredacted. */
  transcript(): Exchange[] {
    // Bodies are large and strings cannot change: a shallow copy is a snapshot.
    return this.#simulation.transcript.exchanges.map((exchange) => ({ ...exchange }));
  }

  /** What the service did against the contract; warnings are tolerated by Zendesk. */
  violations(): Violation[] {
    return structuredClone(this.#simulation.transcript.violations);
  }

  clearViolations(): void {
    this.#simulation.transcript.violations.length = 0;
  }

  /** Push tokens stop working, of one account or of all. */
  expirePushTokens(accountId?: number): void {
    const { memory } = this.#simulation;
    const instance = accountId === undefined ? undefined : findAccount(memory, accountId).instancePushId;
    for (const token of memory.pushTokens.values()) {
      if (instance === undefined || token.instancePushId === instance) token.usable = false;
    }
  }

  /** Every metadata and token on the wire so far: a test asserts that the service's log holds none of them. */
  secretsSeen(): string[] {
    const { memory, transcript } = this.#simulation;
    const posted = transcript.exchanges.map(
      ({ requestBody }) => new URLSearchParams(requestBody).get('metadata') ?? '',
    );
    const stored = [...memory.accounts.values()].map(({ metadata }) => metadata);
    const settings = [...memory.apps.values()].flatMap((app) =>
      app.parameters.filter(({ secure }) => secure).map(({ name }) => app.settings[name] ?? ''),
    );
    return [...new Set([...posted, ...stored, ...settings, ...memory.pushTokens.keys()])].filter(
      (secret) => secret !== '',
    );
  }
}
