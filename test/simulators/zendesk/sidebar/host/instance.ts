import { type ActionFrame, invokeActions } from './actions.ts';
import type { AppOnPage, Desk } from './desk.ts';
import { type AppMessage, readMessage, remember } from './messages.ts';
import { getPaths, setPaths } from './paths.ts';
import { carryOut } from './requests.ts';

const initialHeight = 100;

/** One app in its frame beside one ticket. */
export class AppInstance {
  readonly #app: AppOnPage;
  readonly #desk: Desk;
  readonly #frame: HTMLIFrameElement;
  #guid = '';
  /** Rises with each handshake: what an earlier page asked is not answered to its successor. */
  #page = 0;
  readonly #subscribers = new Map<string, number>();
  #saveReply: ((problem: string | undefined) => void) | undefined;

  constructor(app: AppOnPage, frame: HTMLIFrameElement, desk: Desk) {
    this.#app = app;
    this.#frame = frame;
    this.#desk = desk;
    window.addEventListener('message', (event) => this.#receive(event));
    this.load();
  }

  /** A new instance in the same place. */
  load(): void {
    this.emit('app.willDestroy');
    this.#guid = crypto.randomUUID();
    this.#forgetPage();
    this.#frame.style.height = `${initialHeight}px`;
    const url = new URL(this.#app.page, this.#desk.settings.assetOrigin);
    url.searchParams.set('origin', location.origin);
    url.searchParams.set('app_guid', this.#guid);
    url.searchParams.set('colorScheme', this.#desk.colorScheme());
    this.#frame.src = url.href;
  }

  /** Delivers an event, if the app listens to it. */
  emit(event: string, message?: unknown): void {
    if ((this.#subscribers.get(event) ?? 0) > 0) this.#send({ key: `zaf.${event}`, message });
  }

  /** Asks the app whether the ticket may be submitted; a text is why not. */
  async mayNotSave(): Promise<string | undefined> {
    if ((this.#subscribers.get('ticket.save') ?? 0) === 0 || this.#saveReply !== undefined) return undefined;
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    this.#saveReply = resolve;
    this.#send({ key: 'zaf.ticket.save', needsReply: true });
    const timer = setTimeout(() => {
      console.warn(`${this.#app.name} did not answer before the submit.`);
      resolve(undefined);
    }, this.#desk.settings.saveHookTimeoutMs);
    const problem = await promise;
    clearTimeout(timer);
    this.#saveReply = undefined;
    return problem;
  }

  #send(message: Record<string, unknown>): void {
    const data = { ...message, instanceGuid: this.#guid };
    remember('host', data);
    this.#frame.contentWindow?.postMessage(data, this.#origin);
  }

  get #origin(): string {
    return new URL(this.#app.page, this.#desk.settings.assetOrigin).origin;
  }

  #receive(event: MessageEvent): void {
    if (event.source !== this.#frame.contentWindow || event.origin !== this.#origin) return;
    const message = readMessage(event.data);
    if (message === undefined) return;
    remember('app', message);
    if (message.request !== undefined) void this.#answer(message);
    else if (message.key !== undefined) this.#hear(message.key, message);
  }

  #hear(key: string, { message, error }: AppMessage): void {
    const [, sign, event = ''] = /^iframe\.(on|off):(.+)$/.exec(key) ?? [];
    if (key === 'iframe.handshake') this.#register();
    else if (sign !== undefined) {
      const { subscriberCount } = message as { subscriberCount: number };
      this.#subscribers.set(event, subscriberCount);
    } else if (key === 'iframe.reply:ticket.save') {
      this.#saveReply?.(error === undefined ? undefined : textOf(error.msg));
    } else if (/^request:\d+$/.test(key)) void this.#request(key, message);
  }

  #register(): void {
    this.#forgetPage();
    const { appId, installationId, name, version, settings } = this.#app;
    const { subdomain, ticketId } = this.#desk.settings;
    const context = {
      instanceGuid: this.#guid,
      product: 'support',
      account: { subdomain },
      location: 'ticket_sidebar',
      ticketId,
    };
    const metadata = { appId, installationId, name, version, settings };
    this.#send({ key: 'zaf.app.registered', message: { metadata, context } });
    setTimeout(() => this.emit('context.updated', context));
  }

  #forgetPage(): void {
    this.#page += 1;
    this.#subscribers.clear();
    this.#saveReply?.(undefined);
  }

  async #answer({ id, request, params }: AppMessage): Promise<void> {
    const page = this.#page;
    const actions: ActionFrame = { frame: this.#frame, appName: this.#app.name };
    const work = {
      get: () => getPaths(this.#desk, params as string[]),
      set: () => setPaths(this.#desk, params as Record<string, unknown>),
      invoke: () => invokeActions(this.#desk, actions, params as Record<string, unknown[]>),
    }[request ?? 'get'];
    const result = await work().then(
      (value) => ({ result: value }),
      (error: unknown) => ({ error: { name: 'Error', message: String(error) } }),
    );
    if (page === this.#page) this.#send({ id, ...result });
  }

  async #request(key: string, options: unknown): Promise<void> {
    const page = this.#page;
    const { succeeded, argument } = await carryOut(this.#desk, this.#app.installationId, options);
    if (page !== this.#page) return;
    this.#send({ key: `zaf.${key}.${succeeded ? 'done' : 'fail'}`, message: { responseArgs: [argument] } });
  }
}

const textOf = (reason: unknown): string =>
  typeof reason === 'string' && reason !== '' ? reason : 'An app does not let this ticket be submitted.';
