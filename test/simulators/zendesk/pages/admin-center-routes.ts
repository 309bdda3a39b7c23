import { openAdminDialogue } from '../dialogue/admin-post.ts';
import { sessionOf, withSession } from '../dialogue/browser-session.ts';
import { type Call, formOf, type Reply, type Route, seeOther } from '../http/http-server.ts';
import { findAccount, findIntegration } from '../memory.ts';
import type { Account, Integration } from '../model.ts';
import { changeSettings, findApp } from '../sidebar/installation.ts';
import { readSettings, settingsPage } from '../sidebar/settings-form.ts';
import type { Simulation } from '../simulation.ts';
import type { SimulatedZendesk } from '../simulator.ts';
import { appsPage, type InstallOutcome } from './apps-page.ts';
import { channelsPage } from './channels-page.ts';
import { dialoguePage } from './dialogue-page.ts';
import { installFromForm } from './install-form.ts';
import type { Show } from './routes.ts';

const appsPath = '/admin-center/apps';
const channelsPath = '/admin-center/channel-integrations';

/** Install, accounts and the account dialogue. */
export function adminCenterRoutes(simulation: Simulation, zendesk: SimulatedZendesk, show: Show): Route[] {
  return [
    ...appRoutes(simulation, zendesk, show),
    ...settingsRoutes(simulation, show),
    {
      method: 'GET',
      path: channelsPath,
      handle: ({ query }) =>
        show('Channel integrations', channelsPage(zendesk, noticeOf(zendesk, query)), channelsPath),
    },
    accountAction('pull', (id) => zendesk.pull(id)),
    accountAction('activate', (id) => zendesk.activate(id)),
    accountAction('deactivate', (id) => zendesk.deactivate(id)),
    accountAction('remove', (id) => zendesk.destroyAccount(id)),
    ...dialogueRoutes(simulation, show),
  ];
}

function appRoutes({ guide, memory }: Simulation, zendesk: SimulatedZendesk, show: Show): Route[] {
  const showApps = (outcome?: InstallOutcome) =>
    show('Install app', appsPage(zendesk, { outcome, guide, apps: memory.apps }), appsPath, {
      status: outcome?.ok === false ? 422 : 200,
    });
  return [
    { method: 'GET', path: appsPath, handle: () => showApps() },
    {
      method: 'POST',
      path: appsPath,
      handle: async (call) => showApps(await installFromForm(zendesk, call)),
    },
    {
      method: 'POST',
      path: `${appsPath}/:id/uninstall`,
      handle: async ({ params }) => {
        await zendesk.uninstall(Number(params[0]));
        return seeOther(appsPath);
      },
    },
    {
      method: 'POST',
      path: `${appsPath}/:id/refresh`,
      handle: async ({ params }) => {
        await zendesk.refreshManifest(Number(params[0]));
        return seeOther(appsPath);
      },
    },
  ];
}

function settingsRoutes({ memory }: Simulation, show: Show): Route[] {
  const path = `${appsPath}/:id/settings`;
  const showSettings = (integrationId: number, notice?: string) => {
    const app = findApp(memory, integrationId);
    return show(`Settings of ${app.name}`, settingsPage(app, integrationId, notice), appsPath);
  };
  return [
    { method: 'GET', path, handle: ({ params }) => showSettings(Number(params[0])) },
    {
      method: 'POST',
      path,
      handle: (call) => {
        const id = Number(call.params[0]);
        changeSettings(memory, id, readSettings(findApp(memory, id), formOf(call)));
        return showSettings(id, 'Updated. Agents see it once they reload the app.');
      },
    },
  ];
}

function accountAction(name: string, work: (accountId: number) => Promise<unknown>): Route {
  const handle = async ({ params }: Call): Promise<Reply> => {
    await work(Number(params[0]));
    return seeOther(channelsPath);
  };
  return { method: 'POST', path: `/admin-center/accounts/:id/${name}`, handle };
}

function noticeOf(zendesk: SimulatedZendesk, query: URLSearchParams): string | undefined {
  const account = zendesk.accounts().find(({ id }) => id === Number(query.get('saved')));
  if (account === undefined) return undefined;
  return `${account.name} ${query.get('new') === '1' ? 'added' : 'saved'}`;
}

function dialogueRoutes(simulation: Simulation, show: Show): Route[] {
  const open = async (call: Call, integration: Integration, account?: Account): Promise<Reply> => {
    const elsewhere = atOwnOrigin(simulation, call);
    if (elsewhere !== undefined) return elsewhere;
    const session = sessionOf(call, simulation.sessions) ?? simulation.sessions.start();
    const locale = (call.headers['accept-language'] ?? 'en-US').split(/[,;]/)[0]?.trim() ?? 'en-US';
    const post = openAdminDialogue(
      simulation,
      session,
      integration,
      account,
      call.query.get('locale') ?? locale,
    );
    const title = account === undefined ? 'Add account' : `Edit ${account.name}`;
    return withSession(await show(title, dialoguePage(post), channelsPath), session);
  };
  const { memory } = simulation;
  return [
    {
      method: 'GET',
      path: '/admin-center/accounts/new',
      handle: (call) => {
        const id = call.query.get('integration');
        return open(call, findIntegration(memory, id === null ? undefined : Number(id)));
      },
    },
    {
      method: 'GET',
      path: '/admin-center/accounts/:id/edit',
      handle: (call) => {
        const account = findAccount(memory, Number(call.params[0]));
        return open(call, findIntegration(memory, account.integrationId), account);
      },
    },
  ];
}

/**
 * The dialogue must stand on the origin that the service knows as Zendesk: its frame-ancestors admit no other, and the
 * page around the iframe must be of the same origin as return_url. localhost and 127.0.0.1 are two.
 */
function atOwnOrigin({ origin }: Simulation, { headers, path, query }: Call): Reply | undefined {
  const own = new URL(origin);
  const isLocal = ['localhost', '127.0.0.1'].includes(own.hostname);
  if (!isLocal || headers['host'] === undefined || headers['host'] === own.host) return undefined;
  const search = query.size === 0 ? '' : `?${query.toString()}`;
  return { status: 302, headers: { location: origin + path + search } };
}
