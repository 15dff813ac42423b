import {
  STREAM_COLUMNS,
  STREAM_INDEXES,
  Table,
  column,
  lastOfStreams,
  listStreams,
  nullable,
  streamColumns,
  write,
  type LastOfStream,
  type ListAsked,
  type Page,
  type Projection,
  type Reader,
  type StreamRow,
} from '#projections';
import type { Sealed } from '#kernel';
import type { StatementId } from '../domain/statement.messages.js';
import type { StatementRowStanding } from '../domain/statement-row.messages.js';
import type { StatementRow } from '../row.js';
import { STATEMENT_ROW_EVENTS } from '../statements.feature.js';

type Absent = 'fee' | 'net' | 'status' | 'method' | 'cardType' | 'purpose' | 'balanceAfter';

/** A row of a statement as it stands after all that was told of it. What is not told is null. Amounts 分. */
export type StatementRowDetails = Omit<StatementRow, Absent> & {
  readonly [K in Absent]: Exclude<StatementRow[K], undefined> | null;
} & Omit<StatementRowStanding, 'row' | 'payer'> & {
    /** Who paid or was paid, where the statement tells it. */
    readonly payer: Sealed | null;
  } & StreamRow;

type Last = LastOfStream<StatementRowStanding>;

const told =
  <T>(of: (row: StatementRow) => T) =>
  ({ standing }: Last): T =>
    of(standing.row);

const statementRowTable = new Table<Last>({
  name: 'statement_rows',
  columns: {
    channel: column(
      'text',
      told(({ channel }) => channel),
    ),
    book: column(
      'text',
      told(({ book }) => book),
    ),
    account: column(
      'text',
      told(({ account }) => account),
    ),
    key: column(
      'text',
      told(({ key }) => key),
    ),
    kind: column(
      'text',
      told(({ kind }) => kind),
    ),
    amount: column(
      'bigint',
      told(({ amount }) => amount),
    ),
    direction: column(
      'text',
      told(({ direction }) => direction),
    ),
    fee: nullable(
      'bigint',
      told(({ fee }) => fee ?? null),
    ),
    net: nullable(
      'bigint',
      told(({ net }) => net ?? null),
    ),
    occurred_at: column(
      'timestamptz',
      told(({ occurredAt }) => occurredAt),
    ),
    bill_date: column(
      'date',
      told(({ billDate }) => billDate),
    ),
    status: nullable(
      'text',
      told(({ status }) => status ?? null),
    ),
    refs: column(
      'json',
      told(({ refs }) => refs),
    ),
    method: nullable(
      'text',
      told(({ method }) => method ?? null),
    ),
    card_type: nullable(
      'text',
      told(({ cardType }) => cardType ?? null),
    ),
    purpose: nullable(
      'text',
      told(({ purpose }) => purpose ?? null),
    ),
    balance_after: nullable(
      'bigint',
      told(({ balanceAfter }) => balanceAfter ?? null),
    ),
    payer: nullable('json', ({ standing }) => standing.payer ?? null),
    digest: column('text', ({ standing }) => standing.digest),
    file: column('text', ({ standing }) => standing.file),
    told_at: column('timestamptz', ({ standing }) => standing.toldAt),
    merchant: column('text', ({ standing }) => standing.merchant),
    exceptions: column('codes', ({ standing }) => standing.exceptions),
    ...streamColumns<StatementRowStanding>(),
  },
  key: ['channel', 'book', 'account', 'key'],
  indexes: [...STREAM_INDEXES, '(file, opened_position)', '(channel, account, bill_date)', '(merchant, bill_date)'],
});

/** Rows of statements, whatever file they came in. */
export const statementRows: Projection = {
  name: 'statement_rows',
  version: 2,
  handles: Object.keys(STATEMENT_ROW_EVENTS),
  tables: [statementRowTable],
  apply: (events, tx) => write(tx, statementRowTable.rows(lastOfStreams(events))),
};

export interface StatementRowsAsked extends ListAsked {
  /** Those that stand as this file told them. */
  readonly file?: StatementId | undefined;
  readonly channel?: string | undefined;
  readonly book?: StatementRow['book'] | undefined;
  readonly account?: string | undefined;
  readonly kind?: StatementRow['kind'] | undefined;
  /** Days of the statement, both inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly merchant?: string | undefined;
  /** A code, or `any`. */
  readonly exception?: string | undefined;
}

const COLUMNS = `
  channel, book, account, key, kind, amount, direction, fee, net, occurred_at as "occurredAt", bill_date as "billDate", status, refs,
  method, card_type as "cardType", purpose, balance_after as "balanceAfter", payer, digest, file, told_at as "toldAt", merchant, exceptions,
  ${STREAM_COLUMNS}`;

const LIST = `
  select ${COLUMNS}, opened_position as "openedPosition" from read.statement_rows
  where ($1::text is null or file = $1) and ($2::text is null or channel = $2) and ($3::text is null or book = $3)
    and ($4::text is null or account = $4) and ($5::text is null or kind = $5) and ($6::date is null or bill_date >= $6)
    and ($7::date is null or bill_date <= $7) and ($8::text is null or merchant = $8)
    and ($9::text is null or (cardinality(exceptions) > 0 and ($9 = 'any' or $9 = any(exceptions))))`;

export class StatementRowQueries {
  constructor(private readonly reader: Reader) {}

  /** @throws InvalidCursor */
  list(asked: StatementRowsAsked): Promise<Page<StatementRowDetails>> {
    const { file, channel, book, account, kind, from, to, merchant, exception } = asked;
    const params = [file, channel, book, account, kind, from, to, merchant, exception];
    return listStreams<StatementRowDetails>(this.reader, { projection: statementRows, select: LIST, params }, asked);
  }
}
