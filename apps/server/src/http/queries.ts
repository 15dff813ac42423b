import type { BusinessDate } from '#kernel';
import { BUSINESS_DATE, CURSOR, KNOWN, OptionalCount, OptionalField, POSITION, SETUP_ID, STORE, text } from './fields.js';
import { Problem } from './problem.js';

/** A query that may ask for a read model that has seen a position. */
export class FreshQuery {
  @OptionalField(POSITION)
  minPosition?: string;
}

export const PAGE_LIMIT = 500;
export const DEFAULT_LIMIT = 50;

/** A query that answers page by page. */
export class PagedQuery extends FreshQuery {
  @OptionalCount(PAGE_LIMIT, `rows at most; ${String(DEFAULT_LIMIT)} unless said`)
  limit?: number;
  @OptionalField(CURSOR)
  cursor?: string;
}

const EXCEPTION = text(/^(?:any|[A-Z_]{1,64})$/, 'must be a code of an exception, or any', 'a code, or any');

/** A list of things, each of which is a stream: the newest first, or what changed since a position. */
export class StreamsQuery extends PagedQuery {
  @OptionalField(SETUP_ID)
  merchant?: string;
  @OptionalField(STORE)
  store?: string;
  @OptionalField(EXCEPTION)
  exception?: string;
  /** Only what changed after this position, in the order in which it changed. */
  @OptionalField(POSITION)
  updatedAfter?: string;
}

/** A query for what was known when. */
export class KnownQuery extends FreshQuery {
  /** What was recorded by then; all that is known now unless said. */
  @OptionalField(KNOWN)
  known?: string;
}

/** A query for a point on both axes of time. */
export class TimesQuery extends KnownQuery {
  /** What is booked up to the end of this accounting day; for all days unless said. */
  @OptionalField(BUSINESS_DATE)
  effective?: BusinessDate;
}

/** A list of streams as they stood: a feed of changes is of now. @throws Problem where both are asked */
export function assertNoFeed({ updatedAfter }: { readonly updatedAfter?: string | undefined }): void {
  if (updatedAfter === undefined) return;
  throw Problem.of('REQUEST_INVALID', {
    errors: [{ field: 'updatedAfter', says: 'can not be given together with effective or known' }],
  });
}

/** Parameters that ask for another point of time than now. */
export const LOOKS_BACK: readonly string[] = ['known', 'effective'] satisfies (keyof TimesQuery)[];

/** The data of an answer that must hold something. @throws Problem */
export function found<T, A extends { readonly data: T | undefined }>(answer: A): A & { readonly data: T } {
  if (answer.data === undefined) throw Problem.of('NOT_FOUND');
  return answer as A & { readonly data: T };
}
