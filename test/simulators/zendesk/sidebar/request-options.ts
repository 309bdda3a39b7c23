import { z } from 'zod';

const text = z.string();
const claimsSchema = z.record(text, z.union([text, z.number(), z.boolean(), z.null()]));

/** The options of `client.request` that were seen in use (Apps framework, 3.5); unknown ones are ignored. */
export const requestOptionsSchema = z.object({
  url: text,
  type: text.optional(),
  method: text.optional(),
  data: z.union([text, z.record(text, z.unknown())]).optional(),
  dataType: text.optional(),
  contentType: text.optional(),
  accepts: z.unknown().optional(),
  headers: z.record(text, z.union([text, z.number()])).optional(),
  secure: z.boolean().optional(),
  timeout: z.number().optional(),
  jwt: z
    .object({
      algorithm: text,
      secret_key: text,
      expiry: z.number(),
      claims: claimsSchema.optional(),
    })
    .optional(),
  username: text.optional(),
  password: text.optional(),
});

export type RequestOptions = z.infer<typeof requestOptionsSchema>;
export type JwtOptions = NonNullable<RequestOptions['jwt']>;
export type Claims = z.infer<typeof claimsSchema>;
