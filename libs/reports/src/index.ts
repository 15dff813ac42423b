export { dailyReport } from './read/daily-report.js';
export { DailyReportQuery, type ReportHeading, type ReportRow } from './read/daily-report-query.js';
export {
  ENTRY_AXES,
  REPORT_AXES,
  REPORT_PERIODS,
  TRANSACTION_AXES,
  type ReportAxis,
  type ReportPeriod,
} from './read/report-axes.js';
export { CellQuery, type CellAsked, type CellAxes, type CellPage, type CellTransaction } from './read/cell-query.js';
export { NO_SUMS, addLine, type Sums } from './read/entry-sums.js';
export { ReportFold, type Counts, type DayRow } from './read/report-fold.js';
export { transactions } from './read/transactions.js';
export { lastDayOf, type ReportAsked, type ReportPoint, type TimesOfDay } from './read/report-span.js';
export { ReportDiffQuery, type DifferenceAsked, type ReportDifference, type ReportFigures } from './read/report-diff-query.js';
export {
  REPORT_COLUMNS,
  ReportMovesQuery,
  type ReportColumn,
  type ReportMove,
  type ReportMovesAsked,
} from './read/report-moves-query.js';
export { AGEING_AXES, AgeingQuery, type AgeingAsked, type AgeingAxis, type AgeingRow } from './read/ageing-query.js';
export { charges, unmatchedFees, type Charge, type ChargesAsked, type UnmatchedFees } from './read/charges-query.js';
export { DiscountsQuery, type DiscountRow } from './read/discounts-query.js';
export { CollectedQuery, type CollectedAsked } from './read/collected-query.js';
export { FeesQuery, type FeesRow } from './read/fees-query.js';
export { TRANSACTION_KINDS, type Transaction, type TransactionKind } from './read/transaction.js';
export {
  TransactionQueries,
  type TransactionDetails,
  type TransactionsAsOfAsked,
  type TransactionsAsked,
} from './read/transactions-query.js';
