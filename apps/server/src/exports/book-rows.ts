import { columnsOf, type ChartPlace } from '#exports';
import type { JournalEntry, LedgerAccount, LedgerLine, TrialBalanceRow } from '#ledger';

/** A row of the trial balance with its place in the chart of accounts. */
export interface TrialRow extends TrialBalanceRow, ChartPlace {}

/** A row of the general ledger: an account's opening, its lines, its closing. Minor units. */
export interface LedgerRow extends ChartPlace {
  readonly row: 'opening' | 'line' | 'closing';
  readonly account: string;
  readonly currency: string;
  /** Of a line. */
  readonly businessDate: string | null;
  /** Of a line that was booked late. */
  readonly trueDate: string | null;
  readonly position: string | null;
  readonly line: number | null;
  readonly stream: string | null;
  readonly kind: string | null;
  readonly recordedAt: string | null;
  /** Of a line; of the whole period on the closing row. */
  readonly debit: number;
  readonly credit: number;
  /** Behind this row; debit positive. Lines stand in the order of the log. */
  readonly balance: number;
}

/** A line of the journal; what an account has before the period is one without an event. Minor units, debit positive. */
export interface JournalRow {
  readonly position: string | null;
  readonly event: string | null;
  readonly type: string;
  readonly stream: string | null;
  readonly entry: number | null;
  readonly kind: string;
  readonly businessDate: string | null;
  /** Of an entry that was booked late. */
  readonly trueDate: string | null;
  readonly recordedAt: string | null;
  readonly account: string;
  readonly currency: string;
  readonly amount: number;
}

export const TRIAL_COLUMNS = columnsOf<TrialRow>({
  code: 'id',
  name: 'text',
  account: 'text',
  currency: 'text',
  debit: 'fen',
  credit: 'fen',
});

export const LEDGER_COLUMNS = columnsOf<LedgerRow>({
  code: 'id',
  name: 'text',
  account: 'text',
  currency: 'text',
  row: 'text',
  businessDate: 'text',
  trueDate: 'text',
  position: 'id',
  line: 'count',
  stream: 'text',
  kind: 'text',
  recordedAt: 'text',
  debit: 'fen',
  credit: 'fen',
  balance: 'fen',
});

export const JOURNAL_COLUMNS = columnsOf<JournalRow>({
  position: 'id',
  event: 'text',
  type: 'text',
  stream: 'text',
  entry: 'count',
  kind: 'text',
  businessDate: 'text',
  trueDate: 'text',
  recordedAt: 'text',
  account: 'text',
  currency: 'text',
  amount: 'fen',
});

const OF_NO_LINE = {
  businessDate: null,
  trueDate: null,
  position: null,
  line: null,
  stream: null,
  kind: null,
  recordedAt: null,
} as const;

type Heading = Pick<LedgerAccount, 'account' | 'currency'> & ChartPlace;

export const headingOf = ({ account, currency }: LedgerAccount, { code, name }: ChartPlace): Heading => ({
  code,
  name,
  account,
  currency,
});

export const openingRow = (heading: Heading, { opening }: LedgerAccount): LedgerRow => ({
  ...heading,
  row: 'opening',
  ...OF_NO_LINE,
  debit: 0,
  credit: 0,
  balance: opening,
});

export const closingRow = (heading: Heading, { debit, credit, closing }: LedgerAccount): LedgerRow => ({
  ...heading,
  row: 'closing',
  ...OF_NO_LINE,
  debit,
  credit,
  balance: closing,
});

export const lineRow = (heading: Heading, line: LedgerLine, balance: number): LedgerRow => ({
  ...heading,
  row: 'line',
  businessDate: line.businessDate,
  trueDate: line.trueDate,
  position: line.position,
  line: line.line,
  stream: line.stream,
  kind: line.kind,
  recordedAt: line.recordedAt,
  debit: Math.max(line.amount, 0),
  credit: Math.max(0 - line.amount, 0),
  balance,
});

export const journalRows = ({ lines, ...head }: JournalEntry): JournalRow[] => {
  const { position, event, type, stream, entry, kind, businessDate, trueDate, recordedAt, currency } = head;
  return lines.map(({ account, amount }) => ({
    position,
    event,
    type,
    stream,
    entry,
    kind,
    businessDate,
    trueDate,
    recordedAt,
    account,
    currency,
    amount,
  }));
};

export const beforeRow = ({ account, currency, opening }: LedgerAccount): JournalRow => ({
  position: null,
  event: null,
  type: 'opening balances',
  stream: null,
  entry: null,
  kind: 'opening',
  businessDate: null,
  trueDate: null,
  recordedAt: null,
  account,
  currency,
  amount: opening,
});
