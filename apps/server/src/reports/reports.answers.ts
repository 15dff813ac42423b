import { SETTLEMENT_STATES, type DueRow, type VarianceFinding, type VarianceRow } from '#fees';
import type {
  AgeingRow,
  DiscountRow,
  FeesRow,
  ReportDifference,
  ReportFigures,
  ReportHeading,
  ReportMove,
  ReportRow,
  TransactionDetails,
} from '#reports';
import { TRANSACTION_KINDS } from '#reports';
import {
  DAY,
  FEN_SCHEMA,
  INTEGER,
  MOMENT,
  STRING,
  listOf,
  orNull,
  record,
  word,
  wordsOf,
  type Schema,
} from '../http/schemas.js';
import { STREAM_ROW } from '../http/stream-rows.js';
import type { ChargeCompared } from './fee-variances.js';

const SIDE: Schema = { type: 'string', description: 'online or offline' };

const HEADING: { readonly [K in keyof ReportHeading]: Schema } = {
  businessDate: orNull(DAY),
  merchant: orNull(STRING),
  store: orNull(STRING),
  side: orNull(SIDE),
  channel: orNull(STRING),
  method: orNull(STRING),
  liveRoom: orNull(STRING),
  terminal: orNull({ type: 'string', description: '<merchant no>/<terminal no>' }),
  operator: orNull(STRING),
  destination: orNull({ type: 'string', description: 'bank:<account> or douyin:<shop>' }),
};

const MOVED = {
  gross: FEN_SCHEMA,
  subsidies: FEN_SCHEMA,
  refunds: FEN_SCHEMA,
  settledGross: FEN_SCHEMA,
  adjustments: FEN_SCHEMA,
  outstanding: FEN_SCHEMA,
  fees: FEN_SCHEMA,
  settledNet: FEN_SCHEMA,
  saleCount: INTEGER,
  refundCount: INTEGER,
  settlementCount: INTEGER,
  net: FEN_SCHEMA,
} as const;
const FIGURES = { ...MOVED, outstandingAtEnd: FEN_SCHEMA } as const satisfies Record<keyof ReportFigures, Schema>;

export const REPORT_ROW = record<ReportRow>({ ...HEADING, ...FIGURES });

export const REPORT_DIFFERENCE = record<ReportDifference>({
  ...HEADING,
  before: record<ReportFigures>(FIGURES),
  after: record<ReportFigures>(FIGURES),
  difference: record<ReportFigures>(FIGURES),
});

export const REPORT_MOVE = record<ReportMove>({
  position: STRING,
  stream: STRING,
  type: { type: 'string', description: 'of the event' },
  recordedAt: MOMENT,
  businessDate: DAY,
  merchant: STRING,
  store: STRING,
  side: SIDE,
  channel: STRING,
  method: STRING,
  ...MOVED,
});

export const DISCOUNT_ROW = record<DiscountRow>({
  ...HEADING,
  listPrice: FEN_SCHEMA,
  discountShop: FEN_SCHEMA,
  discountPlatform: FEN_SCHEMA,
  discountTalent: FEN_SCHEMA,
  otherChanges: FEN_SCHEMA,
  undetailedGross: FEN_SCHEMA,
  gross: FEN_SCHEMA,
  discountPayment: FEN_SCHEMA,
  orderCount: INTEGER,
  undetailedCount: INTEGER,
});

export const FEES_ROW = record<FeesRow>({ ...HEADING, kind: STRING, amount: FEN_SCHEMA });

export const AGEING_ROW = record<AgeingRow>({
  merchant: orNull(STRING),
  store: orNull(STRING),
  side: orNull(SIDE),
  channel: orNull(STRING),
  account: orNull({ type: 'string', description: 'shop, merchant number, app or client key' }),
  method: orNull(STRING),
  liveRoom: orNull(STRING),
  terminal: orNull(STRING),
  operator: orNull(STRING),
  destination: orNull(STRING),
  days0To1: FEN_SCHEMA,
  days2To3: FEN_SCHEMA,
  days4To7: FEN_SCHEMA,
  days8To15: FEN_SCHEMA,
  days16To30: FEN_SCHEMA,
  daysOver30: FEN_SCHEMA,
  unallocated: { type: 'integer', description: '分; no sale stands behind it: payouts that name no transaction of ours' },
  outstanding: FEN_SCHEMA,
  openCount: INTEGER,
});

export const DUE_ROW = record<DueRow>({
  destination: orNull(STRING),
  channel: STRING,
  account: STRING,
  dueOn: orNull(DAY),
  state: word(SETTLEMENT_STATES),
  due: FEN_SCHEMA,
  settled: FEN_SCHEMA,
  fees: FEN_SCHEMA,
  settledNet: FEN_SCHEMA,
  open: FEN_SCHEMA,
  overdue: FEN_SCHEMA,
  transactionCount: INTEGER,
});

export const VARIANCE_ROW = record<VarianceRow>({
  businessDate: DAY,
  channel: STRING,
  method: STRING,
  count: INTEGER,
  amount: FEN_SCHEMA,
  expected: FEN_SCHEMA,
  charged: FEN_SCHEMA,
  variance: FEN_SCHEMA,
  differingCount: INTEGER,
  unscheduledCount: INTEGER,
  unscheduledAmount: FEN_SCHEMA,
  unscheduledCharged: FEN_SCHEMA,
  untoldCount: INTEGER,
  untoldAmount: FEN_SCHEMA,
  untoldExpected: FEN_SCHEMA,
  unmatchedCount: INTEGER,
  unmatchedAmount: FEN_SCHEMA,
  unmatchedCharged: FEN_SCHEMA,
});

const FINDINGS = wordsOf<VarianceFinding>({
  as_agreed: true,
  charged_more: true,
  charged_less: true,
  unscheduled: true,
  untold: true,
});

export const COMPARED = record<ChargeCompared>({
  businessDate: DAY,
  stream: STRING,
  kind: word(TRANSACTION_KINDS),
  id: STRING,
  merchant: STRING,
  store: STRING,
  channel: STRING,
  account: STRING,
  method: STRING,
  product: orNull(STRING),
  cardType: orNull(STRING),
  at: MOMENT,
  amount: FEN_SCHEMA,
  refunded: FEN_SCHEMA,
  charged: orNull(FEN_SCHEMA),
  finding: word(FINDINGS),
  expected: orNull(FEN_SCHEMA),
  variance: orNull(FEN_SCHEMA),
});

export const TRANSACTION = record<TransactionDetails>({
  stream: STRING,
  kind: word(TRANSACTION_KINDS),
  id: STRING,
  merchant: STRING,
  store: STRING,
  side: word(['online', 'offline']),
  channel: STRING,
  account: STRING,
  method: STRING,
  status: STRING,
  at: orNull(MOMENT),
  terminal: orNull(STRING),
  operator: orNull(STRING),
  liveRoom: orNull(STRING),
  destination: orNull(STRING),
  product: orNull(STRING),
  cardType: orNull(STRING),
  amount: FEN_SCHEMA,
  taken: FEN_SCHEMA,
  refunded: FEN_SCHEMA,
  collectedAtPos: { ...FEN_SCHEMA, description: '分; what terminals collected for an order that was handed to one' },
  listPrice: orNull(FEN_SCHEMA),
  discountShop: orNull(FEN_SCHEMA),
  discountPlatform: orNull(FEN_SCHEMA),
  discountTalent: orNull(FEN_SCHEMA),
  discountPayment: orNull(FEN_SCHEMA),
  exceptions: listOf(STRING),
  ...STREAM_ROW,
});
