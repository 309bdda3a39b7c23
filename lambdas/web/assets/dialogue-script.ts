/*
 * The little that needs a script: the window with the consent, counts and preview while somebody types, search, copy.
 * Everything else works without. Plain JavaScript as it goes to the browser; texts come from the page.
 */
export const dialogueScript = `
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
for (const element of all('[data-without-script]')) element.hidden = true;

// Last page: on to Zendesk.
one('[data-finish]')?.submit();

// Window of the consent: tell the dialogue, then close. The dialogue asks our server as well.
if (one('[data-connected]')) {
  try { window.opener?.postMessage({ type: 'trustpilot-connected' }, location.origin); } catch {}
  window.close();
}

// Connect and reconnect.
const form = one('form[data-connect]');
if (form) {
  const status = one('[data-connect-status]', form);
  const ask = async () => {
    const answer = await fetch(form.dataset.status, { method: 'POST', body: fields(['dialogue', 'metadata']) });
    return answer.ok ? (await answer.json()).connection : Promise.reject(answer.status);
  };
  const fields = (names) => {
    const body = new URLSearchParams();
    for (const name of names) if (form.elements[name]) body.set(name, form.elements[name].value);
    return body;
  };
  let timer;
  let known;
  const check = async () => {
    try {
      const connection = await ask();
      if (connection && connection !== known) {
        clearInterval(timer);
        status.textContent = status.dataset.done;
        form.removeAttribute('target');
        form.action = form.dataset.form || form.action;
        form.submit();
      }
    } catch (error) {
      // The dialogue is over: the page that says so comes with the next step.
      if (error === 410 || error === 401) clearInterval(timer);
    }
  };
  for (const button of all('[data-popup]', form)) {
    button.addEventListener('click', async () => {
      // The form goes into this window; where it cannot be opened the browser makes a tab or says no.
      const popup = window.open('', button.formTarget, 'popup,width=600,height=760');
      status.textContent = popup ? status.dataset.waiting : status.dataset.blocked;
      popup?.focus();
      clearInterval(timer);
      known = undefined;
      try { known = await ask(); } catch {}
      timer = setInterval(check, 2000);
    });
  }
  addEventListener('message', (event) => {
    if (event.origin === location.origin && event.data?.type === 'trustpilot-connected') check();
  });
}

// Errors: to the first field that is wrong, else to the notice.
(one('[aria-invalid]') ?? one('fieldset:has(> .error)') ?? one('[data-notice]'))?.focus();

// Submit once.
one('[data-submit]')?.form.addEventListener('submit', (event) => {
  const button = one('[data-submit]');
  if (event.submitter && event.submitter !== button && !event.submitter.hasAttribute('data-default')) return;
  if (button.getAttribute('aria-disabled') === 'true') return event.preventDefault();
  button.setAttribute('aria-disabled', 'true');
  button.textContent = button.dataset.saving;
});

// Enter in these fields means their own button.
for (const input of all('[data-enter]')) {
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (input.dataset.enter === 'add') one('#add').click();
  });
}

// How many tickets the period makes.
const counts = one('[data-counts]');
if (counts) {
  const on = one('#backfill');
  let latest = 0;
  let timer;
  const say = (text) => {
    counts.replaceChildren(document.createElement('p'));
    counts.firstChild.textContent = text;
  };
  const count = async () => {
    if (!on.checked) { counts.replaceChildren(); return; }
    const mine = ++latest;
    const ticked = one('#confirm_many')?.checked;
    counts.setAttribute('aria-busy', 'true');
    if (!one('p', counts)) say(counts.dataset.counting);
    let markup;
    try {
      const answer = await fetch(counts.dataset.counts, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
      if (answer.ok) markup = await answer.text();
    } catch {}
    if (mine !== latest) return;
    counts.removeAttribute('aria-busy');
    if (!on.checked) return;
    if (markup === undefined) say(counts.dataset.failed);
    else counts.innerHTML = markup;
    if (ticked && one('#confirm_many')) one('#confirm_many').checked = true;
  };
  form.addEventListener('change', (event) => {
    const name = event.target.name;
    if (!['backfill', 'period', 'domain', 'stars', 'languages', 'only_with_text'].includes(name)) return;
    clearTimeout(timer);
    timer = setTimeout(count, name === 'backfill' || name === 'period' ? 0 : 400);
  });
}

// Preview of the subject: the same rule as on the server, with the same values.
const subject = one('[data-subject]');
if (subject) {
  const values = JSON.parse(subject.dataset.subject);
  const preview = () => {
    const line = subject.value
      .replace(/\\{([a-z]+)\\}/g, (whole, name) => values[name] ?? whole)
      .replace(/\\s+/g, ' ')
      .trim() || values.stars + ' ' + values.domain;
    const characters = [...line];
    one('#preview').textContent = characters.length > 150 ? characters.slice(0, 149).join('') + '…' : line;
  };
  subject.addEventListener('input', preview);
  form.addEventListener('change', (event) => {
    if (event.target.name !== 'domain') return;
    values.domain = one('[name=domain]:checked + div label')?.textContent.trim() ?? values.domain;
    preview();
  });
}

// Search among many domains.
const search = one('[data-search]');
if (search) {
  search.hidden = false;
  const input = one('input', search);
  const none = one('[role=status]', search);
  const rows = all('[data-domains] .check');
  input.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of rows) row.hidden = wanted !== '' && !row.textContent.toLowerCase().includes(wanted);
    none.textContent = rows.every((row) => row.hidden) ? none.dataset.searchNone : '';
  });
}

// Copy: the clipboard API is closed to frames of other sites, selecting and copying is not.
for (const button of all('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    if (document.execCommand('copy')) one('#copied').textContent = button.textContent = button.dataset.copied;
  });
}
`;
