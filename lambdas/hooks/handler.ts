import * as z from 'zod/mini';
import { BadInputError } from '../core/errors.ts';
import { empty, httpHandler, readJson, type HttpRequest, type HttpResponse } from '../runtime/http.ts';
import { confirm, type ConfirmDeps } from './confirm.ts';
import { eraseIdentity, type EraseIdentityDeps } from './erase-identity.ts';
import { confirmationsOf, eventSchema, type ZendeskEvent } from './events.ts';
import { applyLifecycle, isInstanceEvent, logUnproven, type LifecycleDeps } from './lifecycle.ts';
import { takeHints, type WebhookDeps } from './webhook.ts';

export type HooksDeps = ConfirmDeps & LifecycleDeps & WebhookDeps & EraseIdentityDeps;

const bodySchema = z.object({ events: z.array(z.unknown()) });

/** About one event comes of each pull and each reply; anybody can send a megabyte of them, and each costs reads. */
const maxEvents = 1_000;

/** What Zendesk and Trustpilot report. */
export const createHandler = (deps: HooksDeps) =>
  httpHandler(deps.logger, async (request) =>
    request.routeKey === 'POST /trustpilot/webhooks/{key}'
      ? takeHints(deps, request)
      : takeEvents(deps, request),
  );

/** Zendesk's event callbacks. The answer means nothing to Zendesk (Channel framework 8.3) but that it arrived. */
async function takeEvents(deps: HooksDeps, request: HttpRequest): Promise<HttpResponse> {
  const body = bodySchema.safeParse(readJson(request));
  if (!body.success) throw new BadInputError('The body has no list of events.');
  const { events } = body.data;
  if (events.length > maxEvents) deps.logger.warn('events left out', { count: events.length - maxEvents });
  const failures: unknown[] = [];
  for (const item of events.slice(0, maxEvents)) {
    const event = eventSchema.safeParse(item);
    // Zendesk may never repeat any of them: one that fails must not take the others with it.
    if (event.success) await apply(deps, event.data).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
  return empty(200);
}

async function apply(deps: HooksDeps, event: ZendeskEvent): Promise<void> {
  if (isInstanceEvent(event)) return applyLifecycle(deps, event);
  if (event.type_id === 'destroy_user_identity') return eraseIdentity(deps, event);
  // Each account that goes with the app is ended by its own event, which proves it.
  if (event.type_id === 'destroy_integration') return logUnproven(deps.logger, event);
  if (event.type_id === 'pull_request' && typeof event.error === 'string') {
    deps.logger.warn('Zendesk could not use a pull', { subdomain: event.subdomain });
  }
  await confirm(deps, event.subdomain, confirmationsOf(event));
}
