import { ACCOUNT, Field, OptionalCount, OptionalField } from '../http/fields.js';
import { FreshQuery } from '../http/queries.js';

export class AccountPath {
  @Field(ACCOUNT)
  account!: string;
}

export class BalancesQuery extends FreshQuery {
  /** An account, or a path above it. */
  @OptionalField(ACCOUNT)
  prefix?: string;
  @OptionalCount(10, 'rolls up to the first so many steps of the path')
  depth?: number;
}
