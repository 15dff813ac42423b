import { parseInstant, type Instant } from '#kernel';
import type { Position } from '#event-log';
import { mayRole, type Caller } from './access.js';
import { CURSOR, INSTANT, OptionalCount, OptionalField, POSITION, SETUP_ID, STORE, text } from './fields.js';
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

/** A query for what was known at a position, or by a moment. */
export class AsOfQuery extends FreshQuery {
  @OptionalField(POSITION)
  position?: string;
  @OptionalField(INSTANT)
  at?: string;
}

export type AsOf = { readonly position: Position } | { readonly recordedBy: Instant };

/** What was known when; undefined asks for now. Looking back is for those who may. */
export function asOfOf({ position, at }: Pick<AsOfQuery, 'position' | 'at'>, caller: Caller | undefined): AsOf | undefined {
  if (position === undefined && at === undefined) return undefined;
  if (!caller || !mayRole(caller.role, 'history')) throw Problem.of('ROLE_FORBIDDEN');
  const recordedBy = at === undefined ? undefined : parseInstant(at);
  if (position !== undefined && recordedBy === undefined) return { position };
  if (position === undefined && recordedBy !== undefined) return { recordedBy };
  throw Problem.of('REQUEST_INVALID', { errors: [{ field: 'at', says: 'can not be given together with position' }] });
}

/** The data of an answer that must hold something. @throws Problem */
export function found<T, A extends { readonly data: T | undefined }>(answer: A): A & { readonly data: T } {
  if (answer.data === undefined) throw Problem.of('NOT_FOUND');
  return answer as A & { readonly data: T };
}
