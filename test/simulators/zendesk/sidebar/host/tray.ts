const narrowest = 260;
const step = 20;

/** The apps tray can be made wider and narrower, with the pointer and with the arrow keys. */
export function makeTrayResizable(tray: HTMLElement, handle: HTMLElement): void {
  const setWidth = (pixels: number) => {
    tray.style.setProperty('--tray', `${Math.max(narrowest, Math.round(pixels))}px`);
  };
  const width = () => tray.querySelector('.apps')?.getBoundingClientRect().width ?? narrowest;
  handle.addEventListener('pointerdown', (down) => {
    handle.setPointerCapture(down.pointerId);
    const before = width();
    const drag = (move: PointerEvent) => setWidth(before + down.clientX - move.clientX);
    handle.addEventListener('pointermove', drag);
    handle.addEventListener('pointerup', () => handle.removeEventListener('pointermove', drag), {
      once: true,
    });
  });
  handle.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowLeft') setWidth(width() + step);
    if (key === 'ArrowRight') setWidth(width() - step);
  });
}
