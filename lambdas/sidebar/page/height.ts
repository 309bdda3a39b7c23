import type { ZafClient } from './zaf.ts';

/** Beyond it the page scrolls inside its frame; Zendesk cut frames at 1,000 px (Apps framework, 6). */
const maxHeightPx = 900;
const pauseMs = 50;

/** Zendesk's frame is as high as the content. Measured is the content, not the page, which could only grow. */
export function fitHeight(client: ZafClient, content: HTMLElement): void {
  let told = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    const height = Math.min(maxHeightPx, Math.ceil(content.getBoundingClientRect().height));
    if (height === told || height === 0) return;
    told = height;
    void client.invoke('resize', { width: '100%', height: `${height}px` }).catch(() => undefined);
  };
  new ResizeObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(tell, pauseMs);
  }).observe(content);
}
