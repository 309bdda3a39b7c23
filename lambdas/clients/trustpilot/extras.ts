import * as z from 'zod/mini';
import type { Extras } from '../../core/review-copy.ts';
import { toIsoUtc } from './dates.ts';

/*
 * Tags, report and Find Reviewer (reference, 3.2 and 5), read so that no oddity costs more than the odd part itself:
 * an agent who cannot see the tags can still answer the review.
 */

const lenient = <Schema extends z.ZodMiniType>(schema: Schema) => z.catch(z.nullish(schema), null);
const textUpTo = (max: number) =>
  lenient(
    z.pipe(
      z.string(),
      z.transform((value: string) => value.slice(0, max).toWellFormed()),
    ),
  );
const text = textUpTo(500);
/** As long as what we send: it is compared with that. */
const message = textUpTo(5_000);
/** Zendesk's proxy and our rows have limits; who was asked ten times answers no more. */
const maxRequests = 10;
const listOf = <Schema extends z.ZodMiniType>(schema: Schema) =>
  lenient(z.array(z.catch(z.nullable(schema), null)));

export const wireTagsSchema = z.object({ tags: listOf(z.object({ group: z.string(), value: z.string() })) });

const contact = lenient(
  z.object({ referenceId: text, name: text, email: text, phoneNumber: text, address: text, message }),
);
const request = z.object({
  created: text,
  status: text,
  businessUserMessage: message,
  consumerResponse: contact,
});

const wireExtrasSchema = z.object({
  ...wireTagsSchema.shape,
  reportData: lenient(z.object({ source: text, createdAt: text, reasons: listOf(z.string()), reason: text })),
  findReviewer: lenient(z.object({ isEligible: lenient(z.boolean()), requests: listOf(request) })),
});

export function toExtras(item: unknown): Extras {
  const { data } = wireExtrasSchema.safeParse(item);
  const { tags, reportData, findReviewer } = data ?? {};
  return {
    tags: withoutOdd(tags),
    report: reportData
      ? {
          reasons: withoutOdd(reportData.reasons) ?? (reportData.reason ? [reportData.reason] : []),
          by: reportData.source ?? null,
          at: toTime(reportData.createdAt),
        }
      : null,
    findReviewer: findReviewer
      ? {
          isEligible: findReviewer.isEligible === true,
          requests: (withoutOdd(findReviewer.requests) ?? []).slice(-maxRequests).map(toRequest),
        }
      : null,
  };
}

const toRequest = ({ created, status, businessUserMessage, consumerResponse }: z.infer<typeof request>) => ({
  status: status ?? null,
  at: toTime(created),
  message: businessUserMessage ?? null,
  answer: consumerResponse
    ? {
        referenceId: consumerResponse.referenceId ?? null,
        name: consumerResponse.name ?? null,
        email: consumerResponse.email ?? null,
        phoneNumber: consumerResponse.phoneNumber ?? null,
        address: consumerResponse.address ?? null,
        message: consumerResponse.message ?? null,
      }
    : null,
});

const toTime = (value: string | null | undefined): string | null =>
  (value ? toIsoUtc(value) : undefined) ?? null;

/** Null for a list that Trustpilot did not send. */
export const withoutOdd = <Item>(list: (Item | null)[] | null | undefined): Item[] | null =>
  list ? list.filter((item) => item !== null) : null;
