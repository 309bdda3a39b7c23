import type { ZafClient } from './zaf.ts';

/** A card that can be overtaken. */
interface Ageing {
  load(): Promise<void>;
  isOlderThan(ageMs: number): boolean;
  /** Something happened that it does not show yet. */
  outdate(): void;
}

const minuteMs = 60_000;
/** A reply goes through Zendesk's channel and Trustpilot's caches before it shows (Trustpilot reference, 4.1). */
const afterSubmitMs = [3_000, 15_000, 50_000];

/** Keeps the card true while an agent looks at it; does nothing while nobody does. */
export function keepFresh(client: Pick<ZafClient, 'on'>, sidebar: Ageing): void {
  let isShown = true;
  let timers: ReturnType<typeof setTimeout>[] = [];
  const forget = (): void => {
    timers.forEach(clearTimeout);
    timers = [];
  };
  const hide = (): void => {
    isShown = false;
    if (timers.length > 0) sidebar.outdate();
    forget();
  };

  client.on('app.activated', () => {
    isShown = true;
    if (sidebar.isOlderThan(minuteMs)) void sidebar.load();
  });
  client.on('app.deactivated', hide);
  client.on('app.willDestroy', hide);
  client.on('ticket.submit.done', () => {
    forget();
    if (!isShown) return sidebar.outdate();
    timers = afterSubmitMs.map((ms) => setTimeout(() => void sidebar.load(), ms));
    timers.push(setTimeout(forget, minuteMs));
  });
}
