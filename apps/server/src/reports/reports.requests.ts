import type { BusinessDate } from '#kernel';
import { REPORT_AXES, type ReportAxis } from '#reports';
import { BUSINESS_DATE, Field, OptionalField, OptionalWords, SETUP_ID, STORE } from '../http/fields.js';
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
  @OptionalField(SETUP_ID)
  merchant?: string;
  @OptionalField(STORE)
  store?: string;
}
