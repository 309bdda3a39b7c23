/** What the pages do in the browser; everything also works without, by pressing the buttons and reloading. */
export const scripts = `
for (const form of document.querySelectorAll('form[data-submit-at-once]')) form.submit();

// The last page of the account dialogue stands in the iframe: the page around it goes on to the list.
const finished = document.querySelector('[data-leave-to]');
if (finished) window.top.location.href = finished.dataset.leaveTo;

// No script runs inside these frames (sandbox without allow-scripts); being of our origin they can be measured.
const fitFrames = () => {
  for (const frame of document.querySelectorAll('iframe.html')) {
    const fit = () => {
      const page = frame.contentDocument;
      if (page && page.body) frame.style.height = page.documentElement.offsetHeight + 'px';
    };
    frame.onload = fit;
    fit();
  }
};
fitFrames();
window.addEventListener('resize', fitFrames);

// Parts that live are replaced when they have changed on the server; forms keep what was typed.
const shown = new Map();
for (const part of document.querySelectorAll('[data-live]')) shown.set(part.id, part.innerHTML);
const refresh = async () => {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const now = page.getElementById(part.id);
    if (!now || now.innerHTML === shown.get(part.id)) continue;
    shown.set(part.id, now.innerHTML);
    part.innerHTML = now.innerHTML;
    fitFrames();
    document.dispatchEvent(new Event('refreshed'));
  }
};
if (shown.size > 0) setInterval(() => refresh().catch(() => {}), 1500);
document.addEventListener('refresh', () => refresh().catch(() => {}));
`;
