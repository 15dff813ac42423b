import {
  CORRECTION_STATUSES,
  type ApprovedBy,
  type BalanceMove,
  type BlastRadius,
  type CorrectionBrief,
  type CorrectionDetails,
  type CorrectionHistory,
  type CorrectionStep,
  type EntryRef,
  type RecordedFact,
  type ReportMove,
  type SeenStream,
  type Shown,
  type Tier,
} from '#corrections';
import type { Dimensions, Entry, Line } from '#kernel';
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
import { CORRECTION_KINDS } from './corrections.requests.js';
import type { CorrectionPreview } from './corrections.js';
import type { CorrectionRulesView } from './merchant-correction-rules.js';

const DIMENSIONS: { readonly [K in keyof Dimensions]: Schema } = {
  merchant: STRING,
  store: STRING,
  side: word(['online', 'offline']),
  channel: STRING,
  method: STRING,
};

const ENTRY = record<Entry>({
  kind: STRING,
  businessDate: DAY,
  currency: STRING,
  of: record<Dimensions>(DIMENSIONS),
  lines: listOf(record<Line>({ account: STRING, side: word(['debit', 'credit']), amount: FEN_SCHEMA })),
});

const ENTRY_REF = record<EntryRef>({ stream: STRING, eventId: STRING, entry: INTEGER });

const FACT: Schema = { type: 'object', description: 'in the words of the feature that records it', additionalProperties: true };

const TIER = record<Tier>({
  upTo: orNull({ ...FEN_SCHEMA, description: '分, inclusive; null: any amount' }),
  approvals: { ...INTEGER, description: 'how many others have to approve' },
});

const nullable = (schema: Schema): Schema => ({ ...schema, type: ['object', 'null'] });

const SHOWN: { readonly [K in keyof Shown]: Schema } = {
  correctionId: STRING,
  kind: word(CORRECTION_KINDS),
  merchant: STRING,
  amount: { ...FEN_SCHEMA, description: '分; what tiers go by' },
  day: { ...DAY, description: 'accounting day on which it is booked' },
  corrects: listOf(ENTRY_REF),
  seen: listOf(record<SeenStream>({ stream: STRING, revision: INTEGER })),
  attribution: { type: ['object', 'null'], description: 'where money is counted to instead', additionalProperties: true },
  entries: { ...listOf(ENTRY), description: 'just what is booked once it is approved' },
  records: nullable(
    record<RecordedFact>({ feature: word(['payments', 'settlements']), stream: STRING, fact: FACT, entries: listOf(ENTRY) }),
  ),
  ends: nullable(record<NonNullable<Shown['ends']>>({ caseId: STRING, as: word(['resolved', 'written_off']) })),
  closedThrough: orNull(DAY),
  reason: STRING,
  evidence: listOf(STRING),
};

const RADIUS = record<BlastRadius>({
  position: STRING,
  balances: listOf(record<BalanceMove>({ account: STRING, before: FEN_SCHEMA, after: FEN_SCHEMA })),
  report: listOf(
    record<ReportMove>({ day: DAY, ...DIMENSIONS, column: STRING, by: { ...INTEGER, description: '分, or how many' } }),
  ),
  orders: listOf(STRING),
  payments: listOf(STRING),
  matches: listOf(STRING),
  closedPeriods: {
    ...listOf(STRING),
    description: 'closed months that hold what is corrected; they do not move, it is booked on an open day',
  },
});

const DIGEST: Schema = {
  type: 'string',
  description: 'SHA-256 of what is shown, without the radius: what an approver sends back',
};

export const CORRECTION_PREVIEW = record<CorrectionPreview>({ ...SHOWN, digest: DIGEST, tier: TIER, radius: RADIUS });

const FIELDS: { readonly [K in keyof CorrectionDetails]: Schema } = {
  ...SHOWN,
  digest: DIGEST,
  proposal: { ...INTEGER, description: 'counted from 1 within the correction' },
  status: word(CORRECTION_STATUSES),
  tier: TIER,
  expiresAt: MOMENT,
  by: STRING,
  at: MOMENT,
  approvals: listOf(record<ApprovedBy>({ by: STRING, at: MOMENT, approvalId: STRING })),
  decided: nullable(record<NonNullable<CorrectionDetails['decided']>>({ by: STRING, at: MOMENT, reason: orNull(STRING) })),
  ...STREAM_ROW,
};

export const CORRECTION = record<CorrectionDetails>(FIELDS);

export const CORRECTION_BRIEFS = listOf(
  record<CorrectionBrief>({
    correctionId: STRING,
    kind: word(CORRECTION_KINDS),
    status: word(CORRECTION_STATUSES),
    amount: FEN_SCHEMA,
    by: STRING,
    at: MOMENT,
  }),
);

export const CORRECTION_HISTORY = record<CorrectionHistory>({
  ...FIELDS,
  history: listOf(
    record<CorrectionStep>({
      position: STRING,
      type: STRING,
      proposal: INTEGER,
      by: STRING,
      at: MOMENT,
      reason: orNull(STRING),
    }),
  ),
});

export const CORRECTION_RULES = record<CorrectionRulesView>({
  tiers: listOf(TIER),
  expiryDays: INTEGER,
  isSet: BOOLEAN,
  revision: INTEGER,
});
