import type { BusinessDate } from '#kernel';
import { REPORT_AXES, REPORT_PERIODS, type ReportAxis, type ReportPeriod } from '#reports';
import { BUSINESS_DATE, Field, OptionalField, OptionalWords, SETUP_ID, STORE, oneOf } from '../http/fields.js';
import { FreshQuery } from '../http/queries.js';

export class DailyReportRequest extends FreshQuery {
  /** First accounting day. */
  @Field(BUSINESS_DATE)
  from!: BusinessDate;
  /** Last accounting day. */
  @Field(BUSINESS_DATE)
  to!: BusinessDate;
  @OptionalWords(REPORT_AXES, 'broken down by; side, channel and method unless said')
  by?: ReportAxis[];
  @OptionalField(oneOf(REPORT_PERIODS, 'what businessDate stands for: a day unless said'))
  per?: ReportPeriod;
  @OptionalField(SETUP_ID)
  merchant?: string;
  @OptionalField(STORE)
  store?: string;
}
