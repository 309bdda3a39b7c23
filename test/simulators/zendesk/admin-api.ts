import { z } from 'zod';
import { badDayChangeSchema } from './bad-day.ts';
import { type Call, json, type Reply, type Route } from './http/http-server.ts';
import { InstallError } from './install/manifest.ts';
import { NotFoundError } from './memory.ts';
import { agentChangeSchema } from './sidebar/agent.ts';
import { appSettingsSchema } from './sidebar/installation.ts';
import { behaviourChangeSchema } from './options.ts';
import type { SimulatedZendesk } from './simulator.ts';

const text = z.string();
const optionalId = z.number().int().optional();
const formValues = z.record(text, z.union([text, z.array(text)]));

const bodies = {
  install: z.object({ manifestUrl: text }),
  installZip: z.object({ url: text }).extend(appSettingsSchema.shape),
  email: z.object({ subject: text, text, name: text.optional() }),
  integration: z.object({ integrationId: optionalId }),
  account: z.object({
    name: text.optional(),
    metadata: text.optional(),
    state: text.optional(),
    integrationId: optionalId,
  }),
  deactivate: z.object({ by: z.enum(['api', 'error']).optional(), error: text.optional() }),
  openAdmin: z.object({
    accountId: optionalId,
    locale: text.optional(),
    values: formValues.optional(),
    button: text.optional(),
  }),
  reply: z.object({
    text,
    public: z.boolean().optional(),
    requestId: text.optional(),
    newestParent: z.boolean().optional(),
    agent: text.optional(),
  }),
  status: z.object({ status: z.enum(['new', 'open', 'pending', 'hold', 'solved', 'closed']) }),
  identity: z.object({ externalId: text, accountId: optionalId }),
  clickthrough: z.object({ externalId: text, allowedHosts: z.array(text).optional() }),
  release: z.object({ reversed: z.boolean().optional() }),
  advance: z.object({ seconds: z.number().min(0) }),
};

/** The same as the methods of `SimulatedZendesk`, for other processes. */
export function adminApiRoutes(zendesk: SimulatedZendesk): Route[] {
  return [
    ...installRoutes(zendesk),
    ...accountRoutes(zendesk),
    ...ticketRoutes(zendesk),
    ...observationRoutes(zendesk),
    ...switchRoutes(zendesk),
  ];
}

function installRoutes(zendesk: SimulatedZendesk): Route[] {
  return [
    post('/admin/install', async (call) => zendesk.install(read(call, bodies.install).manifestUrl)),
    post('/admin/install-zip', async (call) => {
      const isJson = (call.headers['content-type'] ?? '').includes('json');
      if (!isJson) return zendesk.installZip(call.body);
      const { url, ...settings } = defined(read(call, bodies.installZip));
      return zendesk.installZip(url, defined(settings));
    }),
    post('/admin/uninstall', async (call) => zendesk.uninstall(read(call, bodies.integration).integrationId)),
    post('/admin/refresh-manifest', async (call) => ({
      changed: await zendesk.refreshManifest(read(call, bodies.integration).integrationId),
    })),
    get('/admin/app-settings', () => zendesk.appSettings()),
    post('/admin/app-settings', (call) => zendesk.changeAppSettings(defined(read(call, appSettingsSchema)))),
    get('/admin/agent', () => zendesk.agent),
    post('/admin/agent', (call) => {
      zendesk.changeAgent(defined(read(call, agentChangeSchema)));
      return zendesk.agent;
    }),
    get('/admin/integrations', () => zendesk.integrations()),
    post('/admin/healthcheck', async (call) =>
      zendesk.healthcheck(read(call, bodies.integration).integrationId),
    ),
  ];
}

function accountRoutes(zendesk: SimulatedZendesk): Route[] {
  return [
    get('/admin/accounts', () => zendesk.accounts()),
    post('/admin/accounts', async (call) => zendesk.addAccountDirectly(defined(read(call, bodies.account)))),
    get('/admin/accounts/:id', (call) => zendesk.account(idOf(call))),
    post('/admin/accounts/:id/pull', async (call) => zendesk.pull(idOf(call))),
    post('/admin/accounts/:id/activate', async (call) => zendesk.activate(idOf(call))),
    post('/admin/accounts/:id/deactivate', async (call) => {
      const { by, error } = read(call, bodies.deactivate);
      await zendesk.deactivate(idOf(call), by, error);
    }),
    post('/admin/accounts/:id/destroy', async (call) => zendesk.destroyAccount(idOf(call))),
    post('/admin/open-admin', async (call) => {
      const { accountId, locale, ...onPage } = defined(read(call, bodies.openAdmin));
      return zendesk.openAdmin(defined({ accountId, locale, onPage: defined(onPage) }));
    }),
    post('/admin/tick', async () => zendesk.tick()),
    post('/admin/advance', async (call) => zendesk.advance(read(call, bodies.advance).seconds)),
  ];
}

function ticketRoutes(zendesk: SimulatedZendesk): Route[] {
  return [
    get('/admin/tickets', () => zendesk.tickets()),
    post('/admin/email-tickets', (call) => zendesk.addEmailTicket(defined(read(call, bodies.email)))),
    get('/admin/tickets/:id', (call) => zendesk.ticket(idOf(call))),
    get('/admin/tickets/:id/comments/:comment', (call) =>
      zendesk.comment(idOf(call), Number(call.params[1])),
    ),
    post('/admin/tickets/:id/replies', async (call) => {
      const { text: reply, ...options } = defined(read(call, bodies.reply));
      return zendesk.agentReplies(idOf(call), reply, options);
    }),
    post('/admin/tickets/:id/status', (call) =>
      zendesk.setStatus(idOf(call), read(call, bodies.status).status),
    ),
    post('/admin/tickets/:id/change-requester', (call) => zendesk.changeRequester(idOf(call))),
    get('/admin/end-users', () => zendesk.endUsers()),
    post('/admin/destroy-identity', async (call) => {
      const { externalId, ...options } = defined(read(call, bodies.identity));
      await zendesk.destroyIdentity(externalId, options);
    }),
    post('/admin/clickthrough', async (call) => {
      const { externalId, ...options } = defined(read(call, bodies.clickthrough));
      return zendesk.clickthrough(externalId, options);
    }),
  ];
}

function observationRoutes(zendesk: SimulatedZendesk): Route[] {
  return [
    get('/admin/events', () => zendesk.events()),
    post('/admin/events/release', async (call) => zendesk.releaseEvents(defined(read(call, bodies.release)))),
    get('/admin/transcript', () => zendesk.transcript()),
    get('/admin/violations', () => zendesk.violations()),
    { method: 'DELETE', path: '/admin/violations', handle: () => json(zendesk.clearViolations()) },
  ];
}

function switchRoutes(zendesk: SimulatedZendesk): Route[] {
  return [
    get('/admin/bad-day', () => zendesk.badDay),
    post('/admin/bad-day', (call) => {
      zendesk.setBadDay(defined(read(call, badDayChangeSchema)));
      return zendesk.badDay;
    }),
    post('/admin/good-day', () => zendesk.setGoodDay()),
    get('/admin/behaviour', () => zendesk.behaviour),
    post('/admin/behaviour', (call) =>
      Object.assign(zendesk.behaviour, defined(read(call, behaviourChangeSchema))),
    ),
    post('/admin/expire-push-tokens', () => zendesk.expirePushTokens()),
  ];
}

/** What a handler threw, as JSON with the status that fits. */
export function adminError(error: unknown): Reply {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof NotFoundError) return json({ error: message }, 404);
  if (error instanceof InstallError) return json({ error: message, reasons: error.reasons }, 422);
  if (error instanceof z.ZodError) return json({ error: z.prettifyError(error) }, 400);
  return json({ error: message }, 409);
}

function get(path: string, answer: (call: Call) => unknown): Route {
  return { method: 'GET', path, handle: (call) => json(answer(call)) };
}

function post(path: string, work: (call: Call) => unknown): Route {
  return { method: 'POST', path, handle: async (call) => json(await work(call)) };
}

function read<Schema extends z.ZodType>(call: Call, schema: Schema): z.infer<Schema> {
  const body = call.body.toString('utf8');
  return schema.parse(body === '' ? {} : parseJson(body));
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function idOf({ params }: Call): number {
  return Number(params[0]);
}

/** Drops the keys that are undefined, which exact optional properties do not admit. */
function defined<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
