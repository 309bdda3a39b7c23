import { Composer } from './composer.ts';
import { type AppOnPage, type Desk, type DeskSettings, readData } from './desk.ts';
import { AppInstance } from './instance.ts';
import { submitThroughApps } from './submit.ts';
import { makeTrayResizable } from './tray.ts';

/** The agent's page of a ticket as the host of its apps (Apps framework, 8). */
const place = document.querySelector<HTMLElement>('[data-desk]');
const form = document.querySelector<HTMLFormElement>('form[data-composer]');
if (place !== null && form !== null) host(place, form);

function host(root: HTMLElement, composerForm: HTMLFormElement): void {
  const settings = readData(root, 'desk') as DeskSettings;
  const composer = new Composer(composerForm);
  const read = async () => {
    const answer = await fetch(`/sidebar/tickets/${settings.ticketId}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  const desk: Desk = { settings, composer, read, colorScheme: () => root.dataset['colorScheme'] ?? 'light' };
  const instances = [...root.querySelectorAll<HTMLElement>('[data-app]')].map((section) => {
    const frame = section.querySelector('iframe');
    if (frame === null) throw new Error('The app has no frame');
    const instance = new AppInstance(readData(section, 'app') as AppOnPage, frame, desk);
    section.querySelector('[data-reload]')?.addEventListener('click', () => instance.load());
    return instance;
  });
  const emit = (event: string, message?: unknown) => {
    for (const instance of instances) instance.emit(event, message);
  };
  composer.onChange((event, newValue) =>
    emit(event, { propertyName: event.replace('.changed', ''), newValue }),
  );
  document.addEventListener('visibilitychange', () => {
    emit(document.visibilityState === 'visible' ? 'app.activated' : 'app.deactivated');
  });
  document.addEventListener('refreshed', () => emit('ticket.updated'));
  switchColorScheme(root, emit);
  submitThroughApps(composer, instances);
  const handle = root.querySelector<HTMLElement>('[data-tray-handle]');
  if (handle !== null) makeTrayResizable(root, handle);
}

/** The colours change at once; what else the agent changes about themselves needs a reload. */
function switchColorScheme(root: HTMLElement, emit: (event: string, message: unknown) => void): void {
  const select = document.querySelector<HTMLSelectElement>('select[name=colorScheme]');
  select?.addEventListener('change', () => {
    root.dataset['colorScheme'] = select.value;
    emit('colorScheme.changed', select.value);
    void fetch('/agent', { method: 'POST', body: new URLSearchParams({ colorScheme: select.value }) });
  });
}
