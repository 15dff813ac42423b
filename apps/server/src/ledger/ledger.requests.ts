import type { BusinessDate } from '#kernel';
import { ACCOUNT, BUSINESS_DATE, Field, OptionalCount, OptionalField, SETUP_ID } from '../http/fields.js';
import { AsOfQuery, FreshQuery, PagedQuery } from '../http/queries.js';

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

export class TrialBalanceQuestion extends AsOfQuery {
  /** Of this merchant's entries alone; of all unless said. */
  @OptionalField(SETUP_ID)
  merchant?: string;
  /** What is booked up to the end of this accounting day; everything unless said. */
  @OptionalField(BUSINESS_DATE)
  through?: BusinessDate;
}
