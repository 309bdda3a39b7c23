import { z } from 'zod';
import { limits } from '../limits.ts';
import { isSecureUrl } from '../install/secure-url.ts';

export interface ResourceRules {
  countBytes: boolean;
  trustLocalhost: boolean;
  /** Relative file URLs resolve against the manifest's URL. */
  baseUrl: string;
}

/** A string of at most `max` characters, which also fits a column of `max` bytes when bytes count. */
export function textUpTo(max: number, countBytes: boolean) {
  // JSON Schema counts code points, not UTF-16 units.
  return z.string().superRefine((value, context) => {
    const characters = Array.from(value).length;
    const bytes = Buffer.byteLength(value);
    if (characters > max) context.addIssue(`${characters} characters, at most ${max} allowed`);
    else if (countBytes && bytes > max) context.addIssue(`${bytes} bytes, at most ${max} allowed`);
  });
}

/** Format "external-id": 1..255 characters without surrounding white space; the documentation adds ASCII only. */
export const externalIdSchema = z
  .string()
  .min(1)
  .max(limits.externalId)
  .refine((id) => id.trim() === id, 'has white space around it')
  .refine((id) => /^[\x20-\x7e]*$/.test(id), 'is not printable ASCII');

/** RFC 3339 date-time; a missing zone would leave the moment open. */
const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

const createdAtSchema = z
  .string()
  .max(limits.createdAt)
  .refine((value) => rfc3339.test(value) && !Number.isNaN(Date.parse(value)), 'is not an RFC 3339 date-time');

const fieldValueSchema = z
  .object({ id: z.union([z.int(), z.string().min(1).max(limits.fieldId)]), value: z.unknown() })
  .refine((field) => 'value' in field && field.value !== undefined, 'has no value');

const authorSchema = z.object({
  external_id: externalIdSchema,
  name: z.string().min(1).max(limits.authorName).optional(),
  image_url: z.string().min(1).max(limits.imageUrl).optional(),
  locale: z.string().min(1).max(limits.locale).optional(),
  fields: z.array(fieldValueSchema).max(limits.fields).optional(),
});

const displayInfoSchema = z.object({
  type: z.string().min(1).max(limits.displayInfoType),
  data: z.record(z.string(), z.unknown()),
});

/** any_channel_json_schemas/external_resource.json within the documentation's limits. */
export function externalResourceSchema({ countBytes, trustLocalhost, baseUrl }: ResourceRules) {
  const message = textUpTo(limits.message, countBytes).min(1);
  const fileUrl = z.string().refine((value) => {
    const resolved = URL.parse(value, baseUrl)?.href;
    return resolved !== undefined && resolved.length <= limits.url && isSecureUrl(resolved, trustLocalhost);
  }, `is not an https URL of at most ${limits.url} characters`);
  return z
    .object({
      external_id: externalIdSchema,
      message,
      html_message: message.optional(),
      created_at: createdAtSchema,
      author: authorSchema,
      parent_id: externalIdSchema.optional(),
      thread_id: externalIdSchema.optional(),
      internal_note: z.boolean().optional(),
      allow_channelback: z.boolean().optional(),
      display_info: z.array(displayInfoSchema).max(limits.displayInfo).optional(),
      fields: z.array(fieldValueSchema).max(limits.fields).optional(),
      file_urls: z.array(fileUrl).max(limits.fileUrls).optional(),
    })
    .refine((resource) => resource.parent_id === undefined || resource.thread_id === undefined, {
      message: 'has both parent_id and thread_id',
    });
}

export type ExternalResource = z.infer<ReturnType<typeof externalResourceSchema>>;

/** Zod's issues as lines, each with the place it speaks of. */
export function issueLines(error: z.ZodError, prefix = ''): string[] {
  return error.issues.map(
    ({ path, message }) => `${[prefix, ...path.map(String)].filter(Boolean).join('.')}: ${message}`,
  );
}
