import { IntersectionType } from '@nestjs/swagger';
import { ACCOUNT, Field, OptionalCount, OptionalField, SETUP_ID } from '../http/fields.js';
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

export class TrialBalanceQuestion extends TimesQuery {
  /** Of this merchant's entries alone; of all unless said. */
  @OptionalField(SETUP_ID)
  merchant?: string;
}
