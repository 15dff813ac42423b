export { dailyReport } from './read/daily-report.js';
export { DailyReportQuery, REPORT_AXES, type ReportAsked, type ReportAxis, type ReportRow } from './read/daily-report-query.js';
export type { Counts, Sums } from './read/report-fold.js';
