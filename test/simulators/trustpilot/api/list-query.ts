import { Refusal, badRequest } from '../answer.ts';
import { parseInstant } from '../instant.ts';
import type { Review } from '../model.ts';
import type { Switches } from '../switches.ts';

const orders = ['createdat.asc', 'createdat.desc', 'stars.asc', 'stars.desc'] as const;
type ListOrder = (typeof orders)[number];

export interface ListQuery {
  page: number;
  perPage: number;
  /** The first decides, the second breaks ties. */
  orderBy: ListOrder[];
  /** Bounds on createdAt. */
  start: string | undefined;
  end: string | undefined;
  matches: (review: Review) => boolean;
}

type Filter = (review: Review) => boolean;

/** Reads the parameters of the private list; unknown ones are ignored, unreadable ones refused with 400. */
export function readListQuery(query: URLSearchParams, switches: Switches): ListQuery {
  const reader = new ParameterReader(query, switches);
  return {
    ...readPaging(reader),
    start: reader.instant('startDateTime'),
    end: reader.instant('endDateTime'),
    matches: all([...commonFilters(reader), ...privateFilters(reader)]),
  };
}

/** The public list knows fewer filters: no dates, no references. */
export function readPublicListQuery(query: URLSearchParams, switches: Switches): ListQuery {
  const reader = new ParameterReader(query, switches);
  const withReported = reader.boolean('includeReportedReviews') ?? false;
  const reported: Filter[] = withReported ? [] : [(review) => review.reportData === null];
  return {
    ...readPaging(reader),
    start: undefined,
    end: undefined,
    matches: all([...commonFilters(reader), ...reported]),
  };
}

const all =
  (filters: Filter[]): Filter =>
  (review) =>
    filters.every((filter) => filter(review));

const readPaging = (reader: ParameterReader): Pick<ListQuery, 'page' | 'perPage' | 'orderBy'> => ({
  page: reader.integer('page', 1, Number.MAX_SAFE_INTEGER) ?? 1,
  perPage: reader.integer('perPage', 1, 100) ?? 20,
  orderBy: reader.orders(),
});

function commonFilters(reader: ParameterReader): Filter[] {
  const stars = reader.list('stars').map((text) => {
    const value = Number(text);
    if (!/^[1-5]$/.test(text)) throw new Refusal(badRequest('stars must be 1 to 5'));
    return value;
  });
  const languages = reader.list('language').map((language) => language.toLowerCase());
  const locationId = reader.text('internalLocationId');
  const responded = reader.boolean('responded');
  const filters: Filter[] = [];
  if (stars.length > 0) filters.push((review) => stars.includes(review.stars));
  if (languages.length > 0)
    filters.push((review) => languages.includes(review.language?.toLowerCase() ?? ''));
  if (locationId !== undefined) filters.push((review) => review.location?.id === locationId);
  if (responded !== undefined) filters.push((review) => (review.companyReply !== null) === responded);
  return [...filters, ...tagFilters(reader)];
}

function privateFilters(reader: ParameterReader): Filter[] {
  const filters: Filter[] = [];
  for (const name of ['referenceId', 'referralEmail', 'source'] as const) {
    const wanted = reader.text(name);
    if (wanted !== undefined) filters.push((review) => review[name] === wanted);
  }
  const reported = reader.boolean('reported');
  if (reported !== undefined) filters.push((review) => (review.reportData !== null) === reported);
  const username = reader.text('username')?.toLowerCase();
  if (username !== undefined)
    filters.push((review) => review.consumer.displayName?.toLowerCase().includes(username) ?? false);
  const contact = reader.text('findReviewer');
  if (contact !== undefined) {
    if (contact !== 'contacted' && contact !== 'notContacted')
      throw new Refusal(badRequest('findReviewer must be contacted or notContacted'));
    filters.push((review) => review.findReviewer.requests.length > 0 === (contact === 'contacted'));
  }
  return filters;
}

function tagFilters(reader: ParameterReader): Filter[] {
  const group = reader.text('tagGroup');
  const value = reader.text('tagValue');
  const ignoresCase = reader.boolean('ignoreTagValueCase') ?? false;
  if (group === undefined && value === undefined) return [];
  const fold = (text: string): string => (ignoresCase ? text.toLowerCase() : text);
  return [
    ({ tags }) =>
      (tags ?? []).some(
        (tag) =>
          (group === undefined || tag.group === group) &&
          (value === undefined || fold(tag.value) === fold(value)),
      ),
  ];
}

class ParameterReader {
  private readonly query: URLSearchParams;
  private readonly switches: Switches;

  constructor(query: URLSearchParams, switches: Switches) {
    this.query = query;
    this.switches = switches;
  }

  text(name: string): string | undefined {
    return this.query.get(name) ?? undefined;
  }

  /** Array parameters: repeated, with commas, or both; the docs do not settle it. */
  list(name: string): string[] {
    const { arrayParameters } = this.switches;
    const values = this.query.getAll(name);
    if (arrayParameters === 'commas') return (values[0] ?? '').split(',').filter(Boolean);
    return arrayParameters === 'both' ? values.flatMap((value) => value.split(',')).filter(Boolean) : values;
  }

  integer(name: string, least: number, most: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new Refusal(badRequest(`${name} must be an integer from ${least} to ${most}`));
    return value;
  }

  boolean(name: string): boolean | undefined {
    const text = this.text(name)?.toLowerCase();
    if (text === undefined) return undefined;
    if (text !== 'true' && text !== 'false') throw new Refusal(badRequest(`${name} must be true or false`));
    return text === 'true';
  }

  instant(name: string): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const instant = parseInstant(text);
    if (instant === undefined) throw new Refusal(badRequest(`${name} is not a date`));
    return instant;
  }

  orders(): ListOrder[] {
    const given = this.list('orderBy').map((text) => {
      const order = orders.find((known) => known === text.toLowerCase());
      if (!order) throw new Refusal(badRequest(`Unknown orderBy ${text}`));
      return order;
    });
    return given.length > 0 ? given : ['createdat.desc'];
  }
}
