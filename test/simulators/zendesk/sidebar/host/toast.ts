const shownMs = 6_000;

/** A message that goes away by itself, unless it is sticky. */
export function showToast(text: string, kind: string, sticky: boolean): void {
  const toast = document.createElement('p');
  toast.className = `toast ${kind}`;
  toast.textContent = text;
  document.querySelector('.toasts')?.append(toast);
  if (!sticky) setTimeout(() => toast.remove(), shownMs);
}
