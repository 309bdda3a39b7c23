import * as z from 'zod/mini';
import { toIsoUtc } from './dates.ts';

/*
 * Trustpilot's words, as loose as its rules ask for (reference, 7.4): unknown fields are ignored, lists of values
 * are open, what we can do without may be missing or odd. What would change a ticket's meaning if we guessed
 * (id, stars, texts, the reply) must have its documented shape.
 */

/** Half a surrogate pair is valid JSON but not valid text: DynamoDB and Zendesk refuse it. */
const text = z.pipe(
  z.string(),
  z.transform((value: string) => value.toWellFormed()),
);
const lenientText = z.catch(z.nullish(text), null);

const id = z.pipe(
  z.string().check(z.regex(/^[0-9a-f]{24}$/i)),
  z.transform((value: string) => value.toLowerCase()),
);
const lenientId = z.catch(z.nullish(id), null);

const date = z.pipe(
  z.string().check(z.refine((value) => toIsoUtc(value) !== undefined, 'not a date')),
  z.transform((value: string) => toIsoUtc(value) ?? ''),
);
const lenientDate = z.catch(z.nullish(date), null);

const lenient = <Schema extends z.ZodMiniType>(schema: Schema) => z.catch(z.nullish(schema), null);

const stars = z
  .pipe(z.union([z.number(), z.string().check(z.regex(/^[1-5]$/))]), z.coerce.number())
  .check(z.refine((value) => Number.isInteger(value) && value >= 1 && value <= 5, 'not 1 to 5'));

export const wireReviewSchema = z.object({
  id,
  stars,
  title: z.nullish(text),
  text: z.nullish(text),
  language: lenientText,
  createdAt: date,
  updatedAt: lenientDate,
  experiencedAt: lenientDate,
  referenceId: lenientText,
  source: lenientText,
  status: lenientText,
  isVerified: lenient(z.boolean()),
  reviewVerificationLevel: lenientText,
  consumer: lenient(z.object({ id: lenientId, displayName: lenientText })),
  businessUnit: lenient(z.object({ id: lenientId })),
  companyReply: z.nullish(
    z.object({
      text: z.nullish(text),
      authorBusinessUserName: lenientText,
      createdAt: lenientDate,
      updatedAt: lenientDate,
    }),
  ),
  reportData: lenient(z.object({ reviewVisibility: lenientText })),
});
export type WireReview = z.infer<typeof wireReviewSchema>;

/** What is left of an item that cannot be read. */
export const wireReviewIdSchema = z.object({ id });

/** Any JSON: its own schema follows. */
export const anythingSchema = z.unknown();

const links = lenient(z.array(z.catch(z.object({ rel: lenientText }), { rel: null })));

export const wireReviewListSchema = z.object({ reviews: z.array(z.unknown()), links });

/** Some answers carry `name{identifying}`, others `identifyingName` (reference, 3.2). */
export const wireBusinessUnitSchema = z.object({
  id,
  displayName: lenientText,
  identifyingName: lenientText,
  name: lenient(z.object({ identifying: lenientText })),
});

export const wireMeSchema = z.object({ businessUser: z.object({ id, name: lenientText }) });

export const wireMyBusinessUnitsSchema = z.object({ businessUnits: z.array(z.object({ id })) });

/** Goes into a header: anything but printable ASCII would make `fetch` throw an error that quotes it. */
const token = z.string().check(z.regex(/^[\x21-\x7e]+$/));
/** Numbers come as strings (reference, 1.4). */
const lenientSeconds = lenient(z.coerce.number().check(z.gt(0)));

export const wireTokensSchema = z.object({
  access_token: token,
  refresh_token: z.nullish(token),
  expires_in: lenientSeconds,
  refresh_token_expires_in: lenientSeconds,
  app_enduser: lenientId,
});

/** The list's name is documented for consumers only (reference, 7.5), so the list itself is looked for. */
export const wireDeletionsSchema = z.looseObject({ nextToken: lenientText });
export const wireDeletionSchema = z.union([
  z.object({ reviewId: id }),
  z.object({ consumerId: id }),
  z.object({ id }),
]);

const code = z.union([z.string(), z.number()]);
/** The three shapes of error bodies seen (reference, 7.1). Their texts are not kept: they may quote what was sent. */
export const wireErrorSchema = z.object({
  errorCode: lenient(code),
  ErrorCode: lenient(code),
  error: lenient(z.string()),
  correlationId: lenient(z.string()),
  fault: lenient(z.object({ detail: lenient(z.object({ errorcode: lenient(code) })) })),
});
