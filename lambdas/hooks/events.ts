import * as z from 'zod/mini';

/*
 * Zendesk's event callbacks (Channel framework 8.3): several per request, at most once, at least once or out of
 * order. Read one by one and leniently: an event of an unknown kind or shape loses only itself.
 */
const ticketIdSchema = z.catch(z.optional(z.coerce.number().check(z.int(), z.positive())), undefined);
const resourceEventSchema = z.object({
  external_id: z.string(),
  ticket_id: ticketIdSchema,
  follow_up_ticket_id: ticketIdSchema,
});

const instanceData = z.object({ metadata: z.string() });

export const eventSchema = z.intersection(
  z.object({
    timestamp: z.string(),
    // A name of a host: what is longer or odder is nobody's Zendesk, and would not fit a key.
    subdomain: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/)),
  }),
  z.discriminatedUnion('type_id', [
    z.object({
      type_id: z.literal('resources_created_from_external_ids'),
      data: z.object({ resource_events: z.array(z.unknown()) }),
    }),
    z.object({
      type_id: z.literal('pull_request'),
      data: z.object({ duplicate_external_ids: z.nullish(z.array(z.unknown())) }),
      error: z.nullish(z.string()),
    }),
    z.object({
      type_id: z.enum([
        'create_integration_instance',
        'activate_integration_instance',
        'deactivate_integration_instance',
        'destroy_integration_instance',
      ]),
      data: instanceData,
    }),
    // The app was uninstalled. It names no account, so nothing can prove it.
    z.object({ type_id: z.literal('destroy_integration') }),
    z.object({
      type_id: z.literal('destroy_user_identity'),
      data: z.object({
        author: z.object({ external_id: z.string() }),
        metadata: z.optional(z.string()),
      }),
    }),
  ]),
);
export type ZendeskEvent = z.infer<typeof eventSchema>;

export interface Confirmation {
  externalId: string;
  ticketId: number | undefined;
}

/** What Zendesk says it has made tickets or comments of; items of an unknown shape are left out. */
export function confirmationsOf(event: ZendeskEvent): Confirmation[] {
  const items =
    event.type_id === 'resources_created_from_external_ids'
      ? event.data.resource_events
      : event.type_id === 'pull_request'
        ? (event.data.duplicate_external_ids ?? [])
        : [];
  return items.flatMap((item) => {
    const { data } = resourceEventSchema.safeParse(item);
    if (data === undefined) return [];
    return [{ externalId: data.external_id, ticketId: data.follow_up_ticket_id ?? data.ticket_id }];
  });
}
