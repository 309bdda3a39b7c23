import { isFrameNavigation, sessionOf } from './browser-session.ts';
import { type FinalizerOutcome, finishDialogue } from './finalizer.ts';
import { type Call, formOf, type Reply, type Route } from '../http/http-server.ts';
import { finalizerPath, type Simulation } from '../simulation.ts';

/** The end of every account dialogue. Only a browser that is signed in to Zendesk gets through. */
export function finalizerRoutes(
  simulation: Simulation,
  toPage: (outcome: FinalizerOutcome) => Reply | Promise<Reply>,
): Route[] {
  const toLogin = (call: Call): Reply =>
    recorded(simulation, call, { status: 302, headers: { location: '/login' } });
  const finish = async (call: Call): Promise<Reply> => {
    const session = sessionOf(call, simulation.sessions);
    if (session === undefined && !isFrameNavigation(call)) {
      simulation.transcript.violation('finalizer', 'return_url was posted without a browser session');
      return toLogin(call);
    }
    const outcome = finishDialogue(simulation, formOf(call), simulation.sessions.latestDialogue(session));
    return recorded(simulation, call, await toPage(outcome), outcome.ok ? outcome.account.id : undefined);
  };
  return [
    { method: 'POST', path: finalizerPath, handle: finish },
    { method: 'GET', path: finalizerPath, handle: toLogin },
  ];
}

function recorded({ transcript, origin }: Simulation, call: Call, reply: Reply, accountId?: number): Reply {
  transcript.record({
    kind: 'finalizer',
    accountId,
    direction: 'in',
    method: call.method,
    url: origin + call.path,
    requestHeaders: call.headers,
    requestBody: call.body.toString('utf8'),
    status: reply.status,
    responseHeaders: reply.headers ?? {},
    responseBody: '',
    durationMs: 0,
    error: undefined,
  });
  return reply;
}
