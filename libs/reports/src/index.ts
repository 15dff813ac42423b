export { dailyReport } from './read/daily-report.js';
export {
  DailyReportQuery,
  REPORT_AXES,
  REPORT_PERIODS,
  type ReportAsked,
  type ReportAxis,
  type ReportPeriod,
  type ReportRow,
} from './read/daily-report-query.js';
export type { Sums } from './read/entry-sums.js';
export type { Counts } from './read/report-fold.js';
