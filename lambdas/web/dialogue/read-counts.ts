import type { Histogram } from '../../store/dialogues.ts';
import { countIn, countUnanswered, type PeriodCount } from './count-unanswered.ts';
import type { DialogueDeps } from './deps.ts';
import type { Entries } from './entries.ts';
import { inParallel } from './in-parallel.ts';
import type { DomainRow } from './read-domains.ts';
import { trustpilotOf, type Session } from './session.ts';

const walksAtOnce = 4;

export interface DomainCount {
  businessUnitId: string;
  domain: string;
  /** Undefined when it could not be counted now. */
  count: PeriodCount | undefined;
}

/** How many tickets the chosen period makes, per chosen domain. Each domain is walked once per dialogue. */
export async function readCounts(
  deps: DialogueDeps,
  session: Session,
  rows: DomainRow[],
  entries: Entries,
): Promise<DomainCount[]> {
  const { dialogue } = session;
  const chosen = rows.filter(({ businessUnitId }) => entries.domains.includes(businessUnitId));
  const missing = chosen.filter(({ businessUnitId }) => dialogue.counts[businessUnitId] === undefined);
  const walked = await inParallel(missing, walksAtOnce, ({ businessUnitId }) =>
    walk(deps, session, businessUnitId),
  );
  if (walked.some((histogram) => histogram !== undefined)) {
    missing.forEach(({ businessUnitId }, index) => {
      const histogram = walked[index];
      if (histogram !== undefined) dialogue.counts[businessUnitId] = histogram;
    });
    await deps.dialogues.counted(dialogue.dialogueId, dialogue.counts);
  }
  return chosen.map(({ businessUnitId, domain }) => {
    const histogram = dialogue.counts[businessUnitId];
    return { businessUnitId, domain, count: histogram && countIn(histogram, entries) };
  });
}

/** What was counted before, without asking Trustpilot; undefined unless that is all of it. */
export function knownCounts(
  session: Session,
  rows: DomainRow[],
  entries: Entries,
): DomainCount[] | undefined {
  const chosen = rows.filter(({ businessUnitId }) => entries.domains.includes(businessUnitId));
  const counts = chosen.map(({ businessUnitId, domain }) => {
    const histogram = session.dialogue.counts[businessUnitId];
    return { businessUnitId, domain, count: histogram && countIn(histogram, entries) };
  });
  return counts.length > 0 && counts.every(({ count }) => count !== undefined) ? counts : undefined;
}

async function walk(
  deps: DialogueDeps,
  session: Session,
  businessUnitId: string,
): Promise<Histogram | undefined> {
  try {
    const trustpilot = trustpilotOf(deps, session);
    return trustpilot && (await countUnanswered(trustpilot, businessUnitId, deps.nowMs()));
  } catch (error) {
    deps.logger.warn('unanswered reviews not counted', { businessUnitId }, error);
    return undefined;
  }
}
