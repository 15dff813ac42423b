import { columnsOf, type ColumnKind } from '#exports';
import type { DueRow, VarianceRow } from '#fees';
import type { AgeingRow, DiscountRow, FeesRow, ReportHeading, ReportRow } from '#reports';
import type { ChargeCompared } from '../reports/fee-variances.js';

const HEADING: { readonly [K in keyof ReportHeading]: ColumnKind } = {
  businessDate: 'text',
  merchant: 'text',
  store: 'text',
  side: 'text',
  channel: 'text',
  method: 'text',
  liveRoom: 'id',
  terminal: 'text',
  operator: 'id',
  destination: 'text',
};

export const REPORT_COLUMNS = columnsOf<ReportRow>({
  ...HEADING,
  gross: 'fen',
  subsidies: 'fen',
  refunds: 'fen',
  settledGross: 'fen',
  adjustments: 'fen',
  outstanding: 'fen',
  fees: 'fen',
  settledNet: 'fen',
  net: 'fen',
  outstandingAtEnd: 'fen',
  saleCount: 'count',
  refundCount: 'count',
  settlementCount: 'count',
});

export const DISCOUNT_COLUMNS = columnsOf<DiscountRow>({
  ...HEADING,
  listPrice: 'fen',
  discountShop: 'fen',
  discountPlatform: 'fen',
  discountTalent: 'fen',
  otherChanges: 'fen',
  undetailedGross: 'fen',
  gross: 'fen',
  discountPayment: 'fen',
  orderCount: 'count',
  undetailedCount: 'count',
});

export const FEES_COLUMNS = columnsOf<FeesRow>({ ...HEADING, kind: 'text', amount: 'fen' });

export const AGEING_COLUMNS = columnsOf<AgeingRow>({
  merchant: 'text',
  store: 'text',
  side: 'text',
  channel: 'text',
  account: 'id',
  method: 'text',
  liveRoom: 'id',
  terminal: 'text',
  operator: 'id',
  destination: 'text',
  days0To1: 'fen',
  days2To3: 'fen',
  days4To7: 'fen',
  days8To15: 'fen',
  days16To30: 'fen',
  daysOver30: 'fen',
  unallocated: 'fen',
  outstanding: 'fen',
  openCount: 'count',
});

export const DUE_COLUMNS = columnsOf<DueRow>({
  destination: 'text',
  channel: 'text',
  account: 'id',
  dueOn: 'text',
  state: 'text',
  due: 'fen',
  settled: 'fen',
  fees: 'fen',
  settledNet: 'fen',
  open: 'fen',
  overdue: 'fen',
  transactionCount: 'count',
});

export const VARIANCE_COLUMNS = columnsOf<VarianceRow>({
  businessDate: 'text',
  channel: 'text',
  method: 'text',
  count: 'count',
  amount: 'fen',
  expected: 'fen',
  charged: 'fen',
  variance: 'fen',
  differingCount: 'count',
  unscheduledCount: 'count',
  unscheduledAmount: 'fen',
  unscheduledCharged: 'fen',
  untoldCount: 'count',
  untoldAmount: 'fen',
  untoldExpected: 'fen',
  unmatchedCount: 'count',
  unmatchedAmount: 'fen',
  unmatchedCharged: 'fen',
});

export const COMPARED_COLUMNS = columnsOf<ChargeCompared>({
  businessDate: 'text',
  stream: 'text',
  kind: 'text',
  id: 'id',
  merchant: 'text',
  store: 'text',
  channel: 'text',
  account: 'id',
  method: 'text',
  product: 'text',
  cardType: 'text',
  at: 'text',
  amount: 'fen',
  refunded: 'fen',
  charged: 'fen',
  expected: 'fen',
  variance: 'fen',
  finding: 'text',
});
