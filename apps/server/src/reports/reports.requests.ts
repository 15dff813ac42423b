import { IntersectionType } from '@nestjs/swagger';
import type { BusinessDate } from '#kernel';
import {
  AGEING_AXES,
  ENTRY_AXES,
  REPORT_AXES,
  REPORT_COLUMNS,
  REPORT_PERIODS,
  TRANSACTION_KINDS,
  type AgeingAxis,
  type ReportAxis,
  type ReportColumn,
  type ReportPeriod,
  type TransactionKind,
} from '#reports';
import {
  BUSINESS_DATE,
  Field,
  INSTANT,
  KNOWN,
  OptionalCount,
  OptionalField,
  OptionalWords,
  SETUP_ID,
  STORE,
  oneOf,
  text,
} from '../http/fields.js';
import { FreshQuery, KnownQuery, PagedQuery, StreamsQuery, TimesQuery } from '../http/queries.js';

/** A span of accounting days. */
class SpanQuery extends FreshQuery {
  /** First accounting day. */
  @Field(BUSINESS_DATE)
  from!: BusinessDate;
  /** Last accounting day. */
  @Field(BUSINESS_DATE)
  to!: BusinessDate;
}

/** Days as they were known when; `effective` ends them. */
class SpanOfTimesQuery extends IntersectionType(SpanQuery, TimesQuery) {}

export class DailyReportRequest extends SpanOfTimesQuery {
  @OptionalWords(REPORT_AXES, 'broken down by; side, channel and method unless said')
  by?: ReportAxis[];
  @OptionalField(oneOf(REPORT_PERIODS, 'what businessDate stands for: a day unless said'))
  per?: ReportPeriod;
  @OptionalField(SETUP_ID)
  merchant?: string;
  @OptionalField(STORE)
  store?: string;
}

/** Days at a point of time, and at the one that it is compared with: the same days unless others are said. */
export class SinceQuery extends SpanOfTimesQuery {
  @OptionalField(BUSINESS_DATE)
  sinceFrom?: BusinessDate;
  @OptionalField(BUSINESS_DATE)
  sinceTo?: BusinessDate;
  @OptionalField(BUSINESS_DATE)
  sinceEffective?: BusinessDate;
  /** What was recorded by then; all that is known now unless said. */
  @OptionalField(KNOWN)
  sinceKnown?: string;
  @OptionalField(SETUP_ID)
  merchant?: string;
  @OptionalField(STORE)
  store?: string;
}

export class ReportDiffRequest extends SinceQuery {
  @OptionalWords(ENTRY_AXES, 'broken down by; side, channel and method unless said')
  by?: ReportAxis[];
  @OptionalField(oneOf(REPORT_PERIODS, 'what businessDate stands for: a day unless said'))
  per?: ReportPeriod;
}

const WORD = text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores');

export class ReportMovesRequest extends IntersectionType(SinceQuery, PagedQuery) {
  @OptionalField(oneOf(['online', 'offline']))
  side?: 'online' | 'offline';
  @OptionalField(WORD)
  channel?: string;
  @OptionalField(WORD)
  method?: string;
  @OptionalField(oneOf(REPORT_COLUMNS, 'events that moved it alone; outstandingAtEnd: on all days before as well'))
  column?: ReportColumn;
}

export class AgeingRequest extends KnownQuery {
  /** Accounting day at whose end it stood so. */
  @Field(BUSINESS_DATE)
  effective!: BusinessDate;
  @OptionalWords(AGEING_AXES, 'broken down by; channel and account unless said')
  by?: AgeingAxis[];
  @OptionalField(SETUP_ID)
  merchant?: string;
  @OptionalField(STORE)
  store?: string;
}

export class SettlementReportRequest extends IntersectionType(SpanQuery, KnownQuery) {
  /** As the book stood at the end of this accounting day; the last one of the span unless said. */
  @OptionalField(BUSINESS_DATE)
  effective?: BusinessDate;
  @OptionalField(SETUP_ID)
  merchant?: string;
}

export class FeeVarianceRequest extends IntersectionType(SpanQuery, KnownQuery) {
  @Field(SETUP_ID)
  merchant!: string;
}

const AMOUNT_MAX = 1_000_000_000_000;

/** Every filter that a transaction can be found by. */
export class TransactionsQuery extends IntersectionType(StreamsQuery, KnownQuery) {
  @OptionalField(oneOf(TRANSACTION_KINDS))
  kind?: TransactionKind;
  @OptionalField(oneOf(['online', 'offline']))
  side?: 'online' | 'offline';
  @OptionalField(WORD)
  channel?: string;
  @OptionalField(
    text(
      /^[A-Za-z0-9._-]{1,64}$/,
      'must be a shop, merchant number, app or client key',
      'shop, merchant number, app, client key',
    ),
  )
  account?: string;
  @OptionalField(WORD)
  method?: string;
  @OptionalField(text(/^[a-z_]{1,32}$/, 'must be a status', 'as the list of its kind has it'))
  status?: string;
  @OptionalField(text(/^[A-Za-z0-9]{1,32}\/[A-Za-z0-9_-]{1,16}$/, 'must be <merchant no>/<terminal no>'))
  terminal?: string;
  @OptionalField(WORD)
  operator?: string;
  @OptionalField(WORD)
  liveRoom?: string;
  @OptionalField(text(/^(?:bank|douyin):[A-Za-z0-9._-]{1,64}$/, 'must be bank:<account> or douyin:<shop>'))
  destination?: string;
  /** Made from then on … */
  @OptionalField(INSTANT)
  from?: string;
  /** … and before then. */
  @OptionalField(INSTANT)
  before?: string;
  @OptionalCount(AMOUNT_MAX, '分, at least')
  amountFrom?: number;
  @OptionalCount(AMOUNT_MAX, '分, at most')
  amountTo?: number;
  @OptionalField(
    text(
      /^[A-Za-z0-9._:-]{1,128}$/,
      'must be a number under which a transaction is known',
      'any: order, sub-order, payment, request, RRN, wallet, certificate, <terminal>.<batch>.<trace>.<yyyymmdd>',
    ),
  )
  id?: string;
}
