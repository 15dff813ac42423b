import type { DifferenceClass, Item, MatchRule, MatchStatus } from '#reconciliation';
import type { BusinessDate } from '#kernel';
import { IntersectionType } from '@nestjs/swagger';
import { BUSINESS_DATE, Field, OptionalCount, OptionalField, POSITION, Prose, SETUP_ID, oneOf, text } from '../http/fields.js';
import { FreshQuery, PagedQuery, TimesQuery } from '../http/queries.js';
import { wordsOf } from '../http/schemas.js';

export const MATCH_BOOKS = wordsOf<Item['book']>({ trades: true, payouts: true });
export const MATCH_STATUSES = wordsOf<MatchStatus>({
  proposed: true,
  suspended: true,
  difference: true,
  matched: true,
  resolved: true,
  written_off: true,
  absorbed: true,
  rejected: true,
});
export const DIFFERENCE_CLASSES = wordsOf<DifferenceClass>({
  surplus: true,
  shortage: true,
  amount: true,
  status: true,
  fee: true,
  date: true,
  duplicate: true,
  net: true,
});
export const MATCH_RULES = wordsOf<MatchRule>({
  'channel-trade-no': true,
  'merchant-order-no': true,
  'terminal-batch-trace': true,
  rrn: true,
  order: true,
  'payout-reference': true,
  'payout-total': true,
  'amount-and-time': true,
  'by-hand': true,
});

const ACCOUNT_NO = text(
  /^[A-Za-z0-9_-]{1,64}$/,
  'must be a merchant number, a shop or a bank account',
  'merchant number, shop or bank account',
);
export const CASE_ID = text(/^[0-9a-f]{32}$/, 'must be the id of a case, as an answer gave it');
const MOST_FEN = 999_999_999_999;

export class CasePath {
  @Field(CASE_ID)
  id!: string;
}

class OfAccounts extends FreshQuery {
  @OptionalField(SETUP_ID)
  merchant?: string;
  @OptionalField(oneOf(MATCH_BOOKS))
  book?: Item['book'];
  @OptionalField(SETUP_ID)
  channel?: string;
  @OptionalField(ACCOUNT_NO)
  account?: string;
}

export class ClearingQueryRequest extends OfAccounts {
  /** First day. */
  @Field(BUSINESS_DATE)
  from!: BusinessDate;
  /** Last day. */
  @Field(BUSINESS_DATE)
  to!: BusinessDate;
}

export class CasesQuery extends PagedQuery {
  @OptionalField(SETUP_ID)
  merchant?: string;
  @OptionalField(oneOf(MATCH_BOOKS))
  book?: Item['book'];
  @OptionalField(SETUP_ID)
  channel?: string;
  @OptionalField(ACCOUNT_NO)
  account?: string;
  /** Days that cases count for, both inclusive. */
  @OptionalField(BUSINESS_DATE)
  from?: BusinessDate;
  @OptionalField(BUSINESS_DATE)
  to?: BusinessDate;
  @OptionalField(oneOf(['undecided', ...MATCH_STATUSES], 'undecided: proposed, suspended or difference'))
  status?: MatchStatus | 'undecided';
  @OptionalField(oneOf(DIFFERENCE_CLASSES))
  class?: DifferenceClass;
  @OptionalField(oneOf(MATCH_RULES))
  rule?: MatchRule;
  @OptionalCount(MOST_FEN, '分 that are unexplained, or that the case is about, at least')
  minAmount?: number;
  /** Only what changed after this position, in the order in which it changed. */
  @OptionalField(POSITION)
  updatedAfter?: string;
}

/** As cases stood; `effective`: those that count for this day or before. */
export class CasesAsOfQuery extends IntersectionType(CasesQuery, TimesQuery) {}

export class ReconcileRequest {
  @Field(SETUP_ID)
  merchant!: string;
  @OptionalField(SETUP_ID)
  channel?: string;
  /** Absent: all of the channel, or of the merchant. */
  @OptionalField(ACCOUNT_NO)
  account?: string;
  /** Only cases of these days, both inclusive. */
  @OptionalField(BUSINESS_DATE)
  from?: BusinessDate;
  @OptionalField(BUSINESS_DATE)
  to?: BusinessDate;
}

export class DecisionRequest {
  @Prose(500, 'why')
  reason!: string;
}
