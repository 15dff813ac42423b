import type { BusinessDate } from '#kernel';
import { isMonth, type Month } from '#periods';
import { BUSINESS_DATE, Field, OptionalField, Prose, SETUP_ID, text, type FieldRule } from '../http/fields.js';
import { FreshQuery, PagedQuery } from '../http/queries.js';
import { MerchantPath } from '../merchants/merchants.requests.js';

const MONTH: FieldRule = {
  name: 'month',
  schema: { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])$', examples: ['2026-09'] },
  says: 'must be a month like 2026-09',
  holds: (value) => typeof value === 'string' && isMonth(value),
};

export class PeriodPath extends MerchantPath {
  @Field(MONTH)
  month!: Month;
}

export class PeriodsQuery extends FreshQuery {
  @Field(SETUP_ID)
  merchant!: string;
}

export class ProposalRequest {
  @Prose(500, 'why it should be')
  reason!: string;
}

export class ApprovalRequest {
  @Field(text(/^[0-9a-f]{64}$/, 'must be the digest of the proposal, as the month shows it', 'digest of the proposal'))
  digest!: string;
}

export class RejectionRequest {
  @Prose(500, 'why it should not be')
  reason!: string;
}

export class LateFactsQuery extends PagedQuery {
  @OptionalField(SETUP_ID)
  merchant?: string;
  /** First day on which they are booked. */
  @OptionalField(BUSINESS_DATE)
  from?: BusinessDate;
  /** Last day on which they are booked. */
  @OptionalField(BUSINESS_DATE)
  to?: BusinessDate;
}
