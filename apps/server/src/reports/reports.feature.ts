import type { MoneyTerms } from '#fees';
import type { MerchantSetup } from '#merchants';
import type { Reader } from '#projections';
import {
  AgeingQuery,
  DailyReportQuery,
  DiscountsQuery,
  FeesQuery,
  ReportDiffQuery,
  ReportMovesQuery,
  TransactionQueries,
} from '#reports';
import { answering } from '../features/asked.js';
import type { ServerFeature } from '../features/feature-module.js';
import { FeeVarianceQueries } from './fee-variances.js';
import {
  AskAgeing,
  AskDailyReport,
  AskDiscounts,
  AskFeeVariance,
  AskFeesByKind,
  AskReportDiff,
  AskReportMoves,
  AskSettlementReport,
  AskTransactions,
} from './reports.bus.js';
import { ReportDifferencesController } from './report-differences.controller.js';
import { ReportsController } from './reports.controller.js';
import { SettlementReportQueries } from './settlement-report.js';
import { TransactionsController } from './transactions.controller.js';

interface ReportParts {
  readonly moneyTerms: MoneyTerms;
  readonly setup: MerchantSetup;
  readonly reader: Reader;
}

export const reportsFeature = ({ moneyTerms, setup, reader }: ReportParts): ServerFeature => ({
  name: 'Reports',
  controllers: [ReportsController, ReportDifferencesController, TransactionsController],
  handlers: [
    answering(AskDailyReport, new DailyReportQuery(reader)),
    answering(AskReportDiff, new ReportDiffQuery(reader)),
    answering(AskReportMoves, new ReportMovesQuery(reader)),
    answering(AskDiscounts, new DiscountsQuery(reader)),
    answering(AskFeesByKind, new FeesQuery(reader)),
    answering(AskAgeing, new AgeingQuery(reader)),
    answering(AskSettlementReport, new SettlementReportQueries(moneyTerms, reader)),
    answering(AskFeeVariance, new FeeVarianceQueries(moneyTerms, setup, reader)),
    answering(AskTransactions, new TransactionQueries(reader)),
  ],
});
