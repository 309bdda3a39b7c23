import { aClient, ada, bluelamp, rex, stopAll, tokenPath, basic } from './support.ts';

afterEach(stopAll);

const replyPath = (id: string): string => `/v1/private/reviews/${id}/reply`;

test('a reply is published with an empty 201 and stands on the review', async () => {
  const { sim, call, get } = await aClient();
  sim.stopClock('2026-06-01T00:00:00Z');
  const { id } = sim.createReview();
  const published = await call('POST', replyPath(id), { message: 'Sorry!\nA new one is on its way.' });
  expect([published.status, published.text]).toEqual([201, '']);
  expect((await get(`/v1/private/reviews/${id}`)).json).toMatchObject({
    updatedAt: null,
    companyReply: {
      text: 'Sorry!\nA new one is on its way.',
      authorBusinessUserId: ada,
      authorBusinessUserName: 'Ada Agent',
      createdAt: '2026-06-01T00:00:00.000Z',
      updatedAt: null,
    },
  });
});

test('a second reply replaces the first, keeps createdAt and sets updatedAt; both are on record', async () => {
  const { sim, call } = await aClient();
  sim.stopClock('2026-06-01T00:00:00Z');
  const { id } = sim.createReview();
  sim.colleagueReplies(id, 'From the pages');
  sim.advanceClock(5000);
  await call('POST', replyPath(id), { message: 'One' });
  await call('POST', replyPath(id), { message: 'Two' });
  expect(sim.review(id)?.companyReply).toMatchObject({
    text: 'Two',
    createdAt: '2026-06-01T00:00:00.000Z',
    updatedAt: '2026-06-01T00:00:05.000Z',
  });
  expect(sim.publications(id).map(({ text }) => text)).toEqual(['One', 'Two']);
  sim.setSwitches({ secondReplyAnswers409: true });
  expect((await call('POST', replyPath(id), { message: 'Three' })).status).toBe(409);
  expect(sim.publications(id)).toHaveLength(2);
});

test('what is no reply is refused', async () => {
  const { sim, call, bare } = await aClient({ switches: { replyMaxLength: 3 } });
  const { id } = sim.createReview();
  for (const body of [{}, { message: ' \n' }, { message: 7 }, ['x'], { message: '🙂🙂🙂🙂' }])
    expect((await call('POST', replyPath(id), body)).status).toBe(400);
  expect((await call('POST', replyPath('e'.repeat(24)), { message: 'x' })).status).toBe(404);
  expect((await call('POST', replyPath('nonsense'), { message: 'x' })).status).toBe(400);
  const authorization = `Bearer ${sim.issueTokens().accessToken}`;
  const asForm = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
  expect((await bare('POST', replyPath(id), asForm, 'message=x')).status).toBe(415);
  const broken = { authorization, 'content-type': 'application/json' };
  expect((await bare('POST', replyPath(id), broken, '{"message":')).status).toBe(400);
  expect(sim.publications(id)).toEqual([]);
  sim.setSwitches({ replyAcceptsForm: true });
  expect((await bare('POST', replyPath(id), asForm, 'message=x')).status).toBe(201);
  expect((await call('POST', replyPath(id), { message: '🙂🙂🙂' })).status).toBe(201);
});

test('the author must be a user with access; an application must name one', async () => {
  const { sim, call, bare, form } = await aClient();
  const { id } = sim.createReview();
  for (const authorBusinessUserId of [rex, bluelamp, 5])
    expect((await call('POST', replyPath(id), { message: 'x', authorBusinessUserId })).status).toBe(403);
  const issued = await form(
    `${tokenPath}/accesstoken`,
    { grant_type: 'client_credentials' },
    { authorization: basic },
  );
  const authorization = `Bearer ${String(issued.json['access_token'])}`;
  const headers = { authorization, 'content-type': 'application/json' };
  expect((await bare('POST', replyPath(id), headers, '{"message":"x"}')).status).toBe(400);
  const named = JSON.stringify({ message: 'x', authorBusinessUserId: ada });
  expect((await bare('POST', replyPath(id), headers, named)).status).toBe(201);
});

test('a review out of reach takes no reply', async () => {
  const { sim, call } = await aClient();
  const { id } = sim.createReview({ domain: 'redchair.example' });
  expect((await call('POST', replyPath(id), { message: 'x' })).status).toBe(403);
});

test('a reply can be deleted once, but not by a DELETE that claims JSON', async () => {
  const { sim, call, bare } = await aClient();
  const { id } = sim.createReview({ companyReply: { text: 'Hi' } });
  const headers = {
    authorization: `Bearer ${sim.issueTokens().accessToken}`,
    'content-type': 'application/json',
  };
  expect((await bare('DELETE', replyPath(id), headers)).status).toBe(400);
  expect((await call('DELETE', replyPath(id))).status).toBe(204);
  expect(sim.review(id)?.companyReply).toBeNull();
  expect((await call('DELETE', replyPath(id))).status).toBe(404);
});

test('switches for the answer and for updatedAt', async () => {
  const { sim, call } = await aClient({ switches: { replySuccess: '200-json', replyMovesUpdatedAt: true } });
  const { id } = sim.createReview();
  const published = await call('POST', replyPath(id), { message: 'x' });
  expect(published.status).toBe(200);
  expect(published.json).toMatchObject({ message: 'x' });
  expect(sim.review(id)?.updatedAt).not.toBeNull();
  sim.setSwitches({ replySuccess: '204-empty' });
  expect((await call('POST', replyPath(id), { message: 'y' })).status).toBe(204);
});

test('tags: PUT adds, POST replaces, DELETE needs group and value', async () => {
  const { sim, call } = await aClient();
  const { id } = sim.createReview({ tags: [{ group: 'generic', value: 'a' }] });
  const path = `/v1/private/reviews/${id}/tags`;
  const tags = (...values: string[]): { group: string; value: string }[] =>
    values.map((value) => ({ group: 'generic', value }));
  expect((await call('PUT', path, { tags: tags('a', 'b') })).json).toEqual({ tags: tags('a', 'b') });
  expect((await call('POST', path, { tags: tags('c', 'd') })).json).toEqual({ tags: tags('c', 'd') });
  expect((await call('DELETE', `${path}?group=generic`)).status).toBe(400);
  expect((await call('DELETE', `${path}?group=generic&value=c`)).status).toBe(200);
  expect((await call('GET', path)).json).toEqual({ tags: tags('d') });
  expect(sim.review(id)?.updatedAt).toBeNull();
});

test('find-reviewer answers an empty 202 for eligible reviews', async () => {
  const { sim, call } = await aClient();
  const organic = sim.createReview();
  const invited = sim.createReview({ referenceId: 'A' });
  const ask = (id: string): ReturnType<typeof call> =>
    call('POST', `/v1/private/reviews/${id}/find-reviewer`, { message: 'Who are you?' });
  expect((await ask(invited.id)).status).toBe(400);
  const asked = await ask(organic.id);
  expect([asked.status, asked.text]).toEqual([202, '']);
  expect(sim.review(organic.id)?.findReviewer.requests).toMatchObject([
    { businessUserMessage: 'Who are you?' },
  ]);
});
