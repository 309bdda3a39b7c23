import type { Desk } from './desk.ts';
import { showToast } from './toast.ts';

/** Where an app's actions show. */
export interface ActionFrame {
  frame: HTMLIFrameElement;
  appName: string;
}

type Action = (desk: Desk, where: ActionFrame, args: unknown[]) => void;

const actions: Record<string, Action> = {
  resize: ({ settings }, { frame }, [size]) => {
    const { height } = (size ?? {}) as { height?: unknown };
    const pixels = Number.parseInt(String(height), 10);
    if (pixels >= 0) frame.style.height = `${Math.min(pixels, settings.mostSidebarHeight)}px`;
  },
  notify: (_desk, { appName }, [text, kind, options]) => {
    const { sticky = false } = (options ?? {}) as { sticky?: boolean };
    showToast(`${appName}: ${String(text)}`, typeof kind === 'string' ? kind : 'notice', sticky);
  },
  'ticket.editor.insert': ({ composer }, _where, [text]) => composer.insert(String(text)),
  'ticket.editor.insertHtml': ({ composer }, _where, [html]) => composer.insert(String(html)),
  'comment.appendText': ({ composer }, _where, [text]) => composer.append(String(text)),
  'comment.appendHtml': ({ composer }, _where, [html]) => composer.append(String(html)),
  routeTo: (_desk, _where, [place, id]) => {
    if (place === 'ticket' && /^\d+$/.test(String(id))) location.assign(`/tickets/${String(id)}`);
  },
  'app.hide': (_desk, { frame }) => frame.closest('.app')?.toggleAttribute('hidden', true),
  'app.show': (_desk, { frame }) => frame.closest('.app')?.toggleAttribute('hidden', false),
  // The SDK tells by itself of clicks and long hovers.
  track: () => undefined,
};

/** `invoke`: does each named action; it answers with nothing but that it was done. */
export async function invokeActions(
  desk: Desk,
  where: ActionFrame,
  calls: Record<string, unknown[]>,
): Promise<Record<string, unknown>> {
  const errors: Record<string, { message: string }> = {};
  for (const [name, args] of Object.entries(calls)) {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined) errors[name] = { message: 'No such Api' };
    else action(desk, where, args);
  }
  return { ...Object.fromEntries(Object.keys(calls).map((name) => [name, null])), errors };
}
