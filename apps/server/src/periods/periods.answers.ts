import type { LateFact } from '#ledger';
import type { ClosingPreview, ProposalView, RejectionView, ReopeningPreview, StepView } from '#periods';
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
import { MONTH_STATES, type MonthDetails, type MonthView } from './months-of-book.js';

const KIND = word(['close', 'reopen']);
const DIGEST: Schema = { type: 'string', description: 'SHA-256 (hex)' };

const TRIAL_BALANCE = record<ClosingPreview['trialBalance']>({ digest: DIGEST, debit: FEN_SCHEMA, credit: FEN_SCHEMA });

const CLOSING = record<ClosingPreview>({
  position: STRING,
  through: DAY,
  trialBalance: TRIAL_BALANCE,
  unsettled: { ...FEN_SCHEMA, description: 'what the channels still owe, 分' },
  inTransit: { ...FEN_SCHEMA, description: 'paid out and on no bank account yet, 分' },
  suspense: { ...FEN_SCHEMA, description: 'money that nothing explains; debit positive, 分' },
  openExceptions: record<ClosingPreview['openExceptions']>({ count: INTEGER, worth: FEN_SCHEMA }),
});

const REOPENING = record<ReopeningPreview>({
  seal: DIGEST,
  lateEntries: { ...INTEGER, description: 'entries of the merchant that were booked late, ever' },
});

const nullable = (schema: Schema): Schema => ({ ...schema, type: ['object', 'null'] });

const STEP = nullable(
  record<StepView>({
    proposedBy: STRING,
    approvedBy: STRING,
    at: MOMENT,
    position: { type: 'string', description: 'in the log: what comes behind it is booked by the new rule' },
    closedThrough: orNull(DAY),
  }),
);

const FIELDS: { readonly [K in keyof MonthView]: Schema } = {
  merchant: STRING,
  month: STRING,
  state: word(MONTH_STATES),
  seal: { ...orNull(DIGEST), description: 'SHA-256 (hex) of the trial balance as the closing froze it' },
  proposal: nullable(
    record<ProposalView>({
      kind: KIND,
      by: STRING,
      at: MOMENT,
      reason: STRING,
      shown: { oneOf: [CLOSING, REOPENING] },
      digest: { ...DIGEST, description: 'what approve asks for' },
      expiresAt: MOMENT,
    }),
  ),
  closed: STEP,
  reopened: STEP,
  rejected: nullable(record<RejectionView>({ kind: KIND, by: STRING, at: MOMENT, reason: STRING })),
};

export const MONTH = record<MonthView>(FIELDS);

export const MONTH_DETAILS = record<MonthDetails>({
  ...FIELDS,
  trialBalance: TRIAL_BALANCE,
  isAsSealed: { ...orNull(BOOLEAN), description: 'the trial balance is what was sealed; null unless the month is closed' },
});

export const LATE_FACT = record<LateFact>({
  position: STRING,
  event: STRING,
  type: STRING,
  stream: STRING,
  entry: INTEGER,
  kind: STRING,
  merchant: STRING,
  store: STRING,
  channel: STRING,
  trueDate: DAY,
  bookedDay: DAY,
  recordedAt: MOMENT,
  currency: STRING,
  lines: listOf(record<LateFact['lines'][number]>({ account: STRING, amount: FEN_SCHEMA })),
});
