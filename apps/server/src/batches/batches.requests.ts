import { IntersectionType } from '@nestjs/swagger';
import type { BusinessDate, Instant } from '#kernel';
import { BUSINESS_DATE, Field, INSTANT, OptionalCount, OptionalField, OptionalFlag, SETUP_ID, text } from '../http/fields.js';
import { FreshQuery, KnownQuery, PAGE_LIMIT, PagedQuery } from '../http/queries.js';

const MERCHANT_NO = text(/^[A-Za-z0-9]{1,32}$/, 'must be 1 to 32 letters or digits');
const TERMINAL_NO = text(/^[A-Za-z0-9_-]{1,16}$/, 'must be 1 to 16 letters, digits, dashes or underscores');
const BATCH_NO = text(/^\d{6}$/, 'must be six digits');

export class BatchPath {
  @Field(MERCHANT_NO)
  merchantNo!: string;
  @Field(TERMINAL_NO)
  terminalNo!: string;
  @Field(BATCH_NO)
  batchNo!: string;
  @Field(BUSINESS_DATE)
  day!: BusinessDate;
}

export class BatchesQuery extends IntersectionType(PagedQuery, KnownQuery) {
  @OptionalField(SETUP_ID)
  merchant?: string;
  @OptionalField(MERCHANT_NO)
  merchantNo?: string;
  @OptionalField(TERMINAL_NO)
  terminalNo?: string;
  @OptionalField(BUSINESS_DATE)
  from?: BusinessDate;
  @OptionalField(BUSINESS_DATE)
  to?: BusinessDate;
  @OptionalFlag('only batches whose totals differ from ours, or only those that do not')
  differs?: boolean;
}

export class DuplicatesQuery extends FreshQuery {
  @OptionalField(SETUP_ID)
  merchant?: string;
  @OptionalField(INSTANT)
  since?: Instant;
  @OptionalCount(PAGE_LIMIT, 'rows at most')
  limit?: number;
}
