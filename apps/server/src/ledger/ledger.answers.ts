import type { Balance, BalanceDiff, DiffLine, JournalLine, TrialBalance, TrialBalanceRow, TrialBalanceTotal } from '#ledger';
import { BOOLEAN, DAY, FEN_SCHEMA, INTEGER, MOMENT, STRING, listOf, orNull, record, withField } from '../http/schemas.js';

export const BALANCE = record<Balance>({
  account: STRING,
  currency: STRING,
  debit: FEN_SCHEMA,
  credit: FEN_SCHEMA,
  balance: { type: 'integer', description: 'debit − credit, 分' },
  movedAt: { ...orNull(STRING), description: 'position of the last event that counts' },
});

export const JOURNAL_LINE = record<JournalLine>({
  position: STRING,
  line: INTEGER,
  stream: STRING,
  kind: STRING,
  businessDate: { ...DAY, description: 'on which it is booked' },
  trueDate: { ...orNull(DAY), description: 'its own accounting day where that was closed, else null' },
  recordedAt: MOMENT,
  amount: { type: 'integer', description: 'debit is positive, 分' },
  balance: { type: 'integer', description: 'of the account after this line, 分' },
});

const DIFF_LINE = withField(JOURNAL_LINE, 'change' satisfies keyof DiffLine, {
  type: 'integer',
  description:
    'what it makes of the difference, 分: its amount where it came to count, that taken back where it no longer does',
});

export const BALANCE_DIFF = record<BalanceDiff>({
  from: BALANCE,
  to: BALANCE,
  difference: { type: 'integer', description: 'to − from, 分: the sum of all changes' },
  lines: listOf(DIFF_LINE),
});

export const TRIAL_BALANCE = record<TrialBalance>({
  rows: listOf(record<TrialBalanceRow>({ account: STRING, currency: STRING, debit: FEN_SCHEMA, credit: FEN_SCHEMA })),
  totals: listOf(
    record<TrialBalanceTotal>({ currency: STRING, debit: FEN_SCHEMA, credit: FEN_SCHEMA, difference: FEN_SCHEMA }),
  ),
  isZero: BOOLEAN,
  digest: { type: 'string', description: 'SHA-256 (hex) of scope and rows' },
});
