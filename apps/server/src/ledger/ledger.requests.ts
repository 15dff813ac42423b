import type { BusinessDate } from '#kernel';
import { ACCOUNT, BUSINESS_DATE, Field, OptionalCount, OptionalField } from '../http/fields.js';
import { FreshQuery, PagedQuery } from '../http/queries.js';

export class AccountPath {
  @Field(ACCOUNT)
  account!: string;
}

export class BalancesQuery extends PagedQuery {
  /** An account, or a path above it. */
  @OptionalField(ACCOUNT)
  prefix?: string;
  @OptionalCount(10, 'rolls up to the first so many steps of the path')
  depth?: number;
}

export class EffectiveQuery extends FreshQuery {
  /** Accounting day: what is booked for it and before. */
  @Field(BUSINESS_DATE)
  date!: BusinessDate;
  /** What was recorded by the end of this day (Asia/Shanghai); all that is known now unless said. */
  @OptionalField(BUSINESS_DATE)
  knownDate?: BusinessDate;
}
