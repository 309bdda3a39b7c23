import { z } from 'zod';

/*
 * Zendesk's contract for one resource (any_channel_json_schemas, external_resource.json), said again for these tests
 * with the smaller limit wherever documentation and schema differ, and in bytes as well as in characters.
 */
const upTo = (max: number) =>
  z
    .string()
    .min(1)
    .refine((value) => value.length <= max && Array.from(value).length <= max, `over ${max} characters`)
    .refine((value) => Buffer.byteLength(value) <= max, `over ${max} bytes`)
    .refine((value) => value.isWellFormed(), 'has half a character');

const id = upTo(255)
  .refine((value) => /^[\x21-\x7e]+$/.test(value), 'not ASCII')
  .refine((value) => value.trim() === value, 'white space around it');

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

export const externalResourceSchema = z
  .strictObject({
    external_id: id,
    thread_id: id.optional(),
    parent_id: id.optional(),
    message: upTo(65_535),
    html_message: upTo(65_535).optional(),
    created_at: z
      .string()
      .refine((value) => rfc3339.test(value) && !Number.isNaN(Date.parse(value)), 'not RFC 3339'),
    author: z.strictObject({ external_id: id, name: upTo(255) }),
    internal_note: z.boolean(),
    allow_channelback: z.boolean(),
    fields: z
      .array(
        z.strictObject({
          id: z.union([z.int(), upTo(255)]),
          value: z.union([z.string(), z.number(), z.array(z.string().min(1))]),
        }),
      )
      .max(64)
      .optional(),
  })
  .refine((resource) => resource.thread_id === undefined || resource.parent_id === undefined);
