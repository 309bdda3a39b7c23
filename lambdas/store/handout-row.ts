import { emptyHandout, handoutSchema, type Handout } from '../core/handout.ts';

/*
 * The handout is stored as one JSON text beside its version. As a map of lists its 200 sort keys would be as many
 * attributes, which both sides take longer to read and write.
 */

export const toHandoutRow = ({ version, ...handout }: Handout): Record<string, unknown> => ({
  version,
  handout: JSON.stringify(handout),
});

/**
 * A handout that cannot be read, such as one of another release, is forgotten: what it had handed out is offered
 * again and dropped by Zendesk. Its version stays, so that the next one can take its place.
 */
export function fromHandoutRow(row: Record<string, unknown>): { handout: Handout; isDamaged: boolean } {
  const version = typeof row['version'] === 'number' ? row['version'] : 0;
  const handout = handoutSchema.safeParse({ ...parse(row['handout']), version });
  if (handout.success) return { handout: handout.data, isDamaged: false };
  return { handout: { ...emptyHandout, version }, isDamaged: true };
}

function parse(text: unknown): object {
  try {
    return Object(JSON.parse(String(text))) as object;
  } catch {
    return {};
  }
}
