import { createApi } from './api.ts';
import { colourSchemeInAddress, followColourScheme, setColourScheme } from './colour-scheme.ts';
import { readPublicReply } from './comment.ts';
import { fitHeight } from './height.ts';
import { watchWriting } from './hints-while-writing.ts';
import { keepFresh } from './life-cycle.ts';
import { createPage, line, type Page } from './page.ts';
import { problemParts } from './problem.ts';
import { createReplacing } from './replacing.ts';
import { guardSubmit } from './save-hook.ts';
import { readSettings, type PageSettings } from './settings.ts';
import { createSidebar } from './sidebar.ts';
import { createTexts } from './texts/texts.ts';
import { readSurroundings } from './ticket.ts';
import type { ZafClient } from './zaf.ts';

declare global {
  interface Window {
    /** Missing where the SDK could not be loaded. */
    ZAFClient?: { init(): ZafClient | false };
  }
}

setColourScheme(colourSchemeInAddress());
// The SDK stands behind this script and runs before this event.
document.addEventListener('DOMContentLoaded', start);

function start(): void {
  const settings = readSettings();
  const page = createPage();
  const client = window.ZAFClient?.init();
  const texts = createTexts(navigator.language);
  // Opened directly, or not by Zendesk (Apps framework, 2.2).
  if (client === undefined || client === false) return page.show(texts, [line(texts.text('outside'))]);
  page.show(texts, [line(texts.text('loading'))]);
  client.on('app.registered', () => {
    fitHeight(client, page.content);
    void run(client, page, settings).catch(() => {
      const problem = { code: 'no-service', message: '' } as const;
      const onRetry = (): void => window.location.reload();
      page.show(texts, problemParts(problem, { texts, isAdmin: false, busy: false, onRetry, ...settings }));
    });
  });
}

async function run(client: ZafClient, page: Page, settings: PageSettings): Promise<void> {
  const surroundings = await readSurroundings(client, settings.integrationId);
  setColourScheme(surroundings.colorScheme);
  followColourScheme(client);
  const texts = createTexts(surroundings.agent.locale);
  if (!surroundings.isOurs) return page.show(texts, [line(texts.text('foreign'))]);

  const { ticketId, subdomain, agent } = surroundings;
  const api = createApi({ client, ...settings, subdomain, ticketId, agentId: agent.id });
  const sidebar = createSidebar({
    client,
    page,
    api,
    texts,
    settings,
    surroundings,
    onCard: () => lookAtWriting(),
  });
  const shared = {
    client,
    texts,
    cardNow: sidebar.cardNow,
    replacing: createReplacing(),
    readReply: () => readPublicReply(client),
  };
  const lookAtWriting = watchWriting({ ...shared, container: page.writing });
  guardSubmit({ ...shared, onStop: lookAtWriting });
  keepFresh(client, sidebar);
  sidebar.draw();
  await sidebar.load();
}
