import { IntersectionType } from '@nestjs/swagger';
import type { BusinessDate } from '#kernel';
import { ACCOUNT, BUSINESS_DATE, Field, KNOWN, OptionalCount, OptionalField, SETUP_ID } from '../http/fields.js';
import { PagedQuery, TimesQuery } from '../http/queries.js';

export class AccountPath {
  @Field(ACCOUNT)
  account!: string;
}

export class BalancesQuery extends IntersectionType(PagedQuery, TimesQuery) {
  /** An account, or a path above it. */
  @OptionalField(ACCOUNT)
  prefix?: string;
  @OptionalCount(10, 'rolls up to the first so many steps of the path')
  depth?: number;
}

export class LinesQuery extends IntersectionType(PagedQuery, TimesQuery) {}

/** Two points of time: what counts at the first, and at the second. */
export class DiffQuery extends IntersectionType(PagedQuery, TimesQuery) {
  /** The second point: what is booked up to the end of this accounting day; for all days unless said. */
  @OptionalField(BUSINESS_DATE)
  toEffective?: BusinessDate;
  /** The second point: what was recorded by then; all that is known now unless said. */
  @OptionalField(KNOWN)
  toKnown?: string;
}

export class TrialBalanceQuestion extends TimesQuery {
  /** Of this merchant's entries alone; of all unless said. */
  @OptionalField(SETUP_ID)
  merchant?: string;
}
