import { aClient, bluelamp, stopAll } from './support.ts';

afterEach(stopAll);

test('the root leads people to the list of domains', async () => {
  const { bare } = await aClient();
  const root = await bare('GET', '/');
  expect([root.status, root.headers.get('location')]).toEqual([302, '/ui']);
  const page = await bare('GET', '/ui');
  expect(page.text).toContain('bluelamp.example');
  expect(page.text).toContain('redchair.example');
});

test('a person writes, edits, answers, hides, restores and deletes a review', async () => {
  const { sim, bare, form } = await aClient();
  const written = await form('/ui/write', {
    domain: bluelamp,
    name: 'Bo',
    stars: '2',
    title: 'Hm',
    text: 'One\r\nTwo',
    language: 'da',
    referenceId: '',
  });
  expect([written.status, written.headers.get('location')]).toEqual([303, `/ui/domains/${bluelamp}`]);
  const [review] = sim.reviews();
  expect(review).toMatchObject({ stars: 2, text: 'One\nTwo', language: 'da', referenceId: null });
  const actions = `/ui/reviews/${review?.id ?? ''}`;
  await form(`${actions}/edit`, { stars: '5', title: 'Better', text: '' });
  await form(`${actions}/reply`, { text: 'Thank you', author: 'Cara Colleague' });
  const shown = (await bare('GET', `/ui/domains/${bluelamp}`)).text;
  for (const text of ['Better', '★★★★★', 'Thank you', 'Cara Colleague', 'Edited'])
    expect(shown).toContain(text);
  await form(`${actions}/hide`, {});
  expect(sim.reviews()[0]?.state).toBe('hidden');
  expect((await bare('GET', `/ui/domains/${bluelamp}`)).text).toContain('Restore');
  await form(`${actions}/restore`, {});
  await form(`${actions}/delete-reply`, {});
  expect(sim.reviews()[0]).toMatchObject({ state: 'published', companyReply: null });
  await form(`${actions}/delete`, {});
  expect((await bare('GET', actions)).status).toBe(404);
});

test('hostile texts stay texts', async () => {
  const { sim, bare } = await aClient();
  const evil = `"><script>alert('x')</script>`;
  const { id } = sim.createReview({ title: evil, text: `</textarea>${evil}`, name: evil, referenceId: evil });
  sim.colleagueReplies(id, evil, evil);
  for (const path of [`/ui/domains/${bluelamp}`, `/ui/reviews/${id}`]) {
    const page = await bare('GET', path);
    expect(page.text).not.toContain('<script');
    expect(page.text).toContain('&lt;script&gt;');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});

test('a bad day can be switched on by hand', async () => {
  const { sim, bare, form, get } = await aClient();
  expect((await bare('GET', '/ui/bad-day')).text).toContain('Make the next calls fail');
  await form('/ui/bad-day/fault', {
    route: 'me',
    kind: '503',
    times: '1',
    retryAfterSeconds: '',
    delayMs: '',
  });
  expect((await get('/v1/private/me')).status).toBe(503);
  await form('/ui/bad-day/switches', {
    staleReadSeconds: '120',
    webhooksLost: 'on',
    hiddenReviews: 'flagged',
  });
  expect(sim.switches()).toMatchObject({
    staleReadSeconds: 120,
    webhooksLost: true,
    hiddenReviews: 'flagged',
    echoState: false,
    callsPerHour: 10_000,
  });
  await form('/ui/bad-day/expire-tokens', {});
  expect((await get('/v1/private/me')).status).toBe(401);
  const wrong = await form('/ui/bad-day/chaos', { percent: '300', seed: '1', kinds: 'no' });
  expect(wrong.status).toBe(400);
});
