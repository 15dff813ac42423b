import type {
  Ageing,
  CaseAsOf,
  CaseDetails,
  CaseRow,
  CaseSummary,
  ClearingDay,
  Contradiction,
  Decided,
  Difference,
  Item,
  ItemRefs,
  Proposal,
  Share,
  Verdict,
} from '#reconciliation';
import {
  BOOLEAN,
  DAY,
  FEN_SCHEMA,
  INTEGER,
  MOMENT,
  STRING,
  listOf,
  orNull,
  record,
  word,
  type Schema,
} from '../http/schemas.js';
import { STREAM_ROW } from '../http/stream-rows.js';
import { DIFFERENCE_CLASSES, MATCH_BOOKS, MATCH_RULES, MATCH_STATUSES } from './reconciliation.requests.js';

/** What runs made of the accounts that were asked for. */
export interface ReconciledAnswer {
  readonly position: string;
  readonly accounts: readonly ReconciledAccount[];
}

export interface ReconciledAccount {
  readonly book: Item['book'];
  readonly channel: string;
  readonly account: string;
  /** Cases by what a run made of them. */
  readonly outcomes: Readonly<Record<Verdict['outcome'], number>>;
  readonly changed: number;
  readonly overtaken: number;
}

const PLACE = { book: word(MATCH_BOOKS), channel: STRING, account: STRING } as const;

export const RECONCILED = record<ReconciledAnswer>({
  position: { type: 'string', description: 'pass as minPosition to see the effect in a read model' },
  accounts: listOf(
    record<ReconciledAccount>({
      ...PLACE,
      outcomes: {
        ...record<ReconciledAccount['outcomes']>({
          matched: INTEGER,
          proposed: INTEGER,
          suspended: INTEGER,
          difference: INTEGER,
        }),
        description: 'cases by what the run made of them, whether that is new or not',
      },
      changed: { type: 'integer', description: 'cases that stand otherwise than before' },
      overtaken: { type: 'integer', description: 'cases that somebody else changed meanwhile; the next run looks at them' },
    }),
  ),
});

const PROPOSAL = record<Proposal>({
  action: word(['record', 'refund', 'adjust', 'write-off', 'inquire', 'agree-fees']),
  amount: FEN_SCHEMA,
});

export const DIFFERENCE = record<Difference>({
  class: word(DIFFERENCE_CLASSES),
  leg: word(['statement', 'order']),
  amount: { type: 'integer', description: '分, as the merchant’s money: negative where there is too little' },
  cause: STRING,
  explained: { ...BOOLEAN, description: 'noted, and keeps nothing open' },
  proposal: { anyOf: [PROPOSAL, { type: 'null' }] },
});

const DECIDED = record<Decided>({ by: STRING, reason: STRING, at: MOMENT, correctionId: STRING }, ['correctionId']);

const REFS = record<ItemRefs>(
  {
    channelTradeNo: STRING,
    channelRefundNo: STRING,
    merchantOrderNo: STRING,
    merchantRefundNo: STRING,
    paymentId: STRING,
    requestId: STRING,
    orderId: STRING,
    subOrderId: STRING,
    terminalNo: STRING,
    batchNo: STRING,
    traceNo: STRING,
    rrn: STRING,
  },
  [
    'channelTradeNo',
    'channelRefundNo',
    'merchantOrderNo',
    'merchantRefundNo',
    'paymentId',
    'requestId',
    'orderId',
    'subOrderId',
    'terminalNo',
    'batchNo',
    'traceNo',
    'rrn',
  ],
);

const ITEM = record<Item>(
  {
    side: word(['order', 'ledger', 'statement']),
    id: STRING,
    ...PLACE,
    merchant: STRING,
    kind: word(['payment', 'refund', 'payout', 'movement']),
    direction: word(['in', 'out']),
    amount: FEN_SCHEMA,
    fee: { type: 'integer', description: '分; of the ledger’s side what the fee schedule leads to expect' },
    net: FEN_SCHEMA,
    status: word(['done', 'undone', 'open']),
    requested: FEN_SCHEMA,
    day: DAY,
    occurredAt: MOMENT,
    refs: REFS,
  },
  ['fee', 'net', 'requested'],
);

const SUMMARY: { readonly [K in keyof CaseSummary]: Schema } = {
  caseId: STRING,
  merchant: STRING,
  ...PLACE,
  day: { ...DAY, description: 'of the statement, else ours' },
  status: word(MATCH_STATUSES),
  rule: orNull({ ...word(MATCH_RULES), description: 'weakest by which its items were put together' }),
  classes: listOf(word(DIFFERENCE_CLASSES)),
  difference: { type: 'integer', description: '分: statement less ours, over all that is not explained' },
  worth: { type: 'integer', description: '分 that are unexplained, else what the case is about' },
  statementCount: INTEGER,
  statementIn: FEN_SCHEMA,
  statementOut: FEN_SCHEMA,
  ledgerCount: INTEGER,
  ledgerIn: FEN_SCHEMA,
  ledgerOut: FEN_SCHEMA,
  differences: listOf(DIFFERENCE),
  decided: { anyOf: [DECIDED, { type: 'null' }] },
  into: orNull({ type: 'string', description: 'where an absorbed case went' }),
};

export const CASE = record<CaseRow>({ ...SUMMARY, ...STREAM_ROW });

export const CASE_DETAILS = record<CaseDetails>({
  ...SUMMARY,
  ...STREAM_ROW,
  items: { ...listOf(ITEM), description: 'as they were judged' },
  contradictions: listOf(record<Contradiction>({ rule: word(MATCH_RULES), item: STRING, other: STRING })),
});

export const CASE_AS_OF = record<CaseAsOf>({ ...SUMMARY, revision: INTEGER, position: STRING, recordedAt: MOMENT });

const SHARE = record<Share>({ count: INTEGER, amount: FEN_SCHEMA });

export const CLEARING_DAY = record<ClearingDay>({
  merchant: STRING,
  ...PLACE,
  day: DAY,
  count: { type: 'integer', description: '笔数' },
  income: { type: 'integer', description: '收入, 分' },
  expense: { type: 'integer', description: '支出, 分' },
  difference: { type: 'integer', description: '差异, 分: statement less ours, over all that is open and not explained' },
  total: SHARE,
  matched: SHARE,
  explained: SHARE,
  proposed: SHARE,
  suspended: SHARE,
  different: SHARE,
  waiting: { ...SHARE, description: 'in no case: no statement speaks for it yet' },
  clearedPpm: { type: 'integer', description: 'share of the money that is matched or explained, parts per million' },
  ageing: record<Ageing>({ days0to1: SHARE, days2to3: SHARE, days4to7: SHARE, days8to30: SHARE, over30days: SHARE }),
});
