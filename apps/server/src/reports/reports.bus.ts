import type {
  AgeingQuery,
  DailyReportQuery,
  DiscountsQuery,
  FeesQuery,
  ReportDiffQuery,
  ReportMovesQuery,
  TransactionQueries,
} from '#reports';
import { Asked, type QuestionTo } from '../features/asked.js';
import type { FeeVarianceQueries } from './fee-variances.js';
import type { SettlementReportQueries } from './settlement-report.js';

export class AskDailyReport<Q extends QuestionTo<DailyReportQuery>> extends Asked<DailyReportQuery, Q> {}
export class AskReportDiff<Q extends QuestionTo<ReportDiffQuery>> extends Asked<ReportDiffQuery, Q> {}
export class AskReportMoves<Q extends QuestionTo<ReportMovesQuery>> extends Asked<ReportMovesQuery, Q> {}
export class AskDiscounts<Q extends QuestionTo<DiscountsQuery>> extends Asked<DiscountsQuery, Q> {}
export class AskFeesByKind<Q extends QuestionTo<FeesQuery>> extends Asked<FeesQuery, Q> {}
export class AskAgeing<Q extends QuestionTo<AgeingQuery>> extends Asked<AgeingQuery, Q> {}
export class AskSettlementReport<Q extends QuestionTo<SettlementReportQueries>> extends Asked<SettlementReportQueries, Q> {}
export class AskFeeVariance<Q extends QuestionTo<FeeVarianceQueries>> extends Asked<FeeVarianceQueries, Q> {}
export class AskTransactions<Q extends QuestionTo<TransactionQueries>> extends Asked<TransactionQueries, Q> {}
