import { OmitType } from '@nestjs/swagger';
import type { BusinessDate } from '#kernel';
import { ACCOUNT, BUSINESS_DATE, Field, OptionalField, oneOf } from '../http/fields.js';
import { KnownQuery, TimesQuery } from '../http/queries.js';
import { OrdersQuery } from '../orders/orders.requests.js';
import { PaymentsQuery } from '../payments/payments.requests.js';
import {
  AgeingRequest,
  DailyReportRequest,
  FeeVarianceRequest,
  SettlementReportRequest,
  TransactionsQuery,
} from '../reports/reports.requests.js';
import { SettlementsQuery } from '../settlements/settlements.requests.js';
import { JOURNAL_FORMATS, TABLE_FORMATS, type FormatName } from './export-formats.js';

const TABLE_FORMAT = oneOf(TABLE_FORMATS, 'json unless said');
const PAGING = ['limit', 'cursor'] as const;
/** A list as a file is as of now. */
const OF_NOW = [...PAGING, 'effective', 'known'] as const;

export class TrialBalanceExport extends TimesQuery {
  @OptionalField(TABLE_FORMAT)
  format?: FormatName;
}

export class GeneralLedgerExport extends KnownQuery {
  @OptionalField(TABLE_FORMAT)
  format?: FormatName;
  /** First accounting day; of the book unless said. */
  @OptionalField(BUSINESS_DATE)
  from?: BusinessDate;
  /** Last accounting day. */
  @OptionalField(BUSINESS_DATE)
  to?: BusinessDate;
}

export class StatementExport extends GeneralLedgerExport {
  @Field(ACCOUNT)
  account!: string;
}

export class JournalExport extends OmitType(GeneralLedgerExport, ['format'] as const) {
  @OptionalField(oneOf(JOURNAL_FORMATS, 'json unless said'))
  format?: FormatName;
}

export class ReportExport extends DailyReportRequest {
  @OptionalField(TABLE_FORMAT)
  format?: FormatName;
}

export class OrdersExport extends OmitType(OrdersQuery, OF_NOW) {
  @OptionalField(TABLE_FORMAT)
  format?: FormatName;
}

export class PaymentsExport extends OmitType(PaymentsQuery, OF_NOW) {
  @OptionalField(TABLE_FORMAT)
  format?: FormatName;
}

export class SettlementsExport extends OmitType(SettlementsQuery, OF_NOW) {
  @OptionalField(TABLE_FORMAT)
  format?: FormatName;
}

export class AgeingExport extends AgeingRequest {
  @OptionalField(TABLE_FORMAT)
  format?: FormatName;
}

export class FeeVarianceExport extends FeeVarianceRequest {
  @OptionalField(TABLE_FORMAT)
  format?: FormatName;
}

export class SettlementReportExport extends SettlementReportRequest {
  @OptionalField(TABLE_FORMAT)
  format?: FormatName;
}

export class TransactionsExport extends OmitType(TransactionsQuery, PAGING) {
  @OptionalField(TABLE_FORMAT)
  format?: FormatName;
}
