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
export type { Counts, Sums } from './read/report-fold.js';
