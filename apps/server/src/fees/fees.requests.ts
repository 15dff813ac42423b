import { CYCLE, REFUND_POLICIES, TERMS_KINDS, type RefundPolicy, type TermsKind } from '#fees';
import { CARD_TYPES } from '#channels';
import { AMOUNT_LIMIT, isBusinessDate, type BusinessDate } from '#kernel';
import {
  CUT_OFF,
  Field,
  INSTANT,
  OptionalField,
  OptionalPart,
  Prose,
  SETUP_ID,
  Several,
  days,
  oneOf,
  text,
  whole,
  type FieldRule,
} from '../http/fields.js';
import { FreshQuery } from '../http/queries.js';

const NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;
const CHANNEL = text(NAME, 'must be a name in small letters', 'unionpay, wechat, lakala, douyin …');
const MERCHANT_NO = text(
  /^[A-Za-z0-9]{1,32}$/,
  'must be 1 to 32 letters or digits',
  'merchant number; the shop id with Douyin',
);
const PRODUCT = text(
  /^(?:\*|[a-z0-9][a-z0-9_-]{0,31})$/,
  'must be a name in small letters, or *',
  'product or method; * for any',
);
const LIMIT = whole(0, AMOUNT_LIMIT, '分');
const PPM = whole(0, 1_000_000, 'parts per million: 0.60 % is 6000');
const YEAR = whole(2000, 2099);
const LINES = 200;
const CHANNELS = 20;
const DAYS_OF_YEAR = 366;

/** A day of this century, so that the days about it exist, too. */
const ACCOUNTING_DAY: FieldRule = {
  name: 'accountingDay',
  schema: { type: 'string', format: 'date', examples: ['2026-09-21'] },
  says: 'must be a date like 2026-09-21, from 2000 to 2099',
  holds: (value) => typeof value === 'string' && /^20/.test(value) && isBusinessDate(value),
};

export class FeeLineRequest {
  @OptionalField(PRODUCT)
  product?: string;
  @OptionalField(oneOf(['*', ...CARD_TYPES], '* for any, and for what is no card'))
  cardType?: string;
  /** Counts above this amount; from the first 分 unless said. */
  @OptionalField(LIMIT)
  above?: number;
  /** … up to this amount, itself included; without limit unless said. */
  @OptionalField(LIMIT)
  upTo?: number;
  @Field(PPM)
  ratePpm!: number;
  @OptionalField(LIMIT)
  cap?: number;
  @OptionalField(LIMIT)
  floor?: number;
}

class FeeTermsRequest {
  @Field(CHANNEL)
  channel!: string;
  @Field(oneOf(REFUND_POLICIES, 'full: only a refund of all returns the fee; proportional: in the measure of the refunds'))
  refundReturnsFee!: RefundPolicy;
  @Several(FeeLineRequest, LINES, 'the closest counts: product before method before *, kind of card before *')
  lines!: FeeLineRequest[];
}

export class AgreeFeesRequest extends FeeTermsRequest {
  @Field(SETUP_ID)
  id!: string;
  @Field(INSTANT)
  from!: string;
  /** Not included; without end unless said. */
  @OptionalField(INSTANT)
  to?: string;
}

export class ProposedFeesRequest extends FeeTermsRequest {}

export class SimulateFeesRequest {
  /** First accounting day. */
  @Field(ACCOUNTING_DAY)
  from!: BusinessDate;
  /** Last accounting day. */
  @Field(ACCOUNTING_DAY)
  to!: BusinessDate;
  @Several(ProposedFeesRequest, CHANNELS, 'terms by channel; only these channels are replayed')
  channels!: ProposedFeesRequest[];
}

export class ExpectedFeesQuery extends FreshQuery {
  /** First accounting day. */
  @Field(ACCOUNTING_DAY)
  from!: BusinessDate;
  /** Last accounting day. */
  @Field(ACCOUNTING_DAY)
  to!: BusinessDate;
}

export class ChannelPath {
  @Field(SETUP_ID)
  id!: string;
  @Field(CHANNEL)
  channel!: string;
}

export class SchedulePath extends ChannelPath {
  @Field(SETUP_ID)
  scheduleId!: string;
}

export class EndRequest {
  /** From then on it is not in force. */
  @Field(INSTANT)
  to!: string;
}

export class BankAccountRequest {
  /** As the ledger names it: `main` is `assets:bank:main`. */
  @Field(SETUP_ID)
  account!: string;
  @Prose(100)
  bank!: string;
  @Field(text(/^\d{4}$/, 'must be four digits', 'the last four digits; never more'))
  lastFour!: string;
}

export class SetDestinationRequest {
  @Field(CHANNEL)
  channel!: string;
  @Field(MERCHANT_NO)
  merchantNo!: string;
  @Field(SETUP_ID)
  id!: string;
  @Field(INSTANT)
  from!: string;
  /** Not included; without end unless said. */
  @OptionalField(INSTANT)
  to?: string;
  @OptionalPart(BankAccountRequest, 'either this or douyinShopId')
  bankAccount?: BankAccountRequest;
  @OptionalField(text(/^\d{1,24}$/, 'must be 1 to 24 digits, as text', 'settlement account that Douyin keeps for this shop'))
  douyinShopId?: string;
  @Field(text(CYCLE, 'must be a cycle like T+1, D+1 or D0', 'T: working days, D: calendar days'))
  cycle!: string;
  /** End of the channel's accounting day (日切). */
  @Field(CUT_OFF)
  cutOff!: string;
}

export class DestinationsPath extends ChannelPath {
  @Field(MERCHANT_NO)
  merchantNo!: string;
}

export class DestinationPath extends DestinationsPath {
  @Field(SETUP_ID)
  destinationId!: string;
}

export class MomentQuery {
  /** Now unless said. */
  @OptionalField({ ...INSTANT, holds: (value) => INSTANT.holds(value) && /^20/.test(String(value)) })
  at?: string;
}

export class RegisterTermsRequest {
  @Field(CHANNEL)
  party!: string;
  @Field(SETUP_ID)
  document!: string;
  @Field(SETUP_ID)
  version!: string;
  @Field(oneOf(TERMS_KINDS))
  kind!: TermsKind;
  @Field(INSTANT)
  effectiveFrom!: string;
  @Field(text(/^https?:\/\/[\x21-\x7e]{1,500}$/, 'must be an address like https://example.com/terms'))
  url!: string;
  @OptionalField(text(/^[0-9a-f]{64}$/, 'must be 64 hex digits', 'SHA-256 of the text that was read'))
  digest?: string;
  @Prose(2_000, 'what changed against the version before')
  changes!: string;
}

export class AcknowledgeTermsRequest {
  @Field(CHANNEL)
  party!: string;
  @Field(SETUP_ID)
  document!: string;
  @Field(SETUP_ID)
  version!: string;
  @Prose(100, 'who has read it')
  by!: string;
  /** Now unless said. */
  @OptionalField(INSTANT)
  at?: string;
}

export class PublishYearRequest {
  @Field(YEAR)
  year!: number;
  @Field(days(DAYS_OF_YEAR, 'days off, those at weekends included'))
  holidays!: BusinessDate[];
  @Field(days(DAYS_OF_YEAR, 'Saturdays and Sundays that are worked (调休)'))
  workingDays!: BusinessDate[];
  @Prose(500, 'where this is announced')
  source!: string;
}
