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
  type Answer,
  type Freshness,
  type LastOfStream,
  type ListAsked,
  type Page,
  type Projection,
  type Reader,
  type StreamRow,
} from '#projections';
import type { StatementId, StatementStanding } from '../domain/statement.messages.js';
import { STATEMENT_EVENTS } from '../statements.feature.js';

type Absent = 'account' | 'from' | 'to' | 'exportedAt' | 'merchant';

/** A file of a statement, as its import left it. What is not told is null. */
export type StatementDetails = Omit<StatementStanding, Absent> & {
  readonly [K in Absent]: string | null;
} & StreamRow;

const statementFiles = new Table<LastOfStream<StatementStanding>>({
  name: 'statements',
  columns: {
    id: column('text', ({ standing }) => standing.id),
    name: column('text', ({ standing }) => standing.name),
    bytes: column('bigint', ({ standing }) => standing.bytes),
    format: column('text', ({ standing }) => standing.format),
    channel: column('text', ({ standing }) => standing.channel),
    account: nullable('text', ({ standing }) => standing.account ?? null),
    from_day: nullable('date', ({ standing }) => standing.from ?? null),
    to_day: nullable('date', ({ standing }) => standing.to ?? null),
    exported_at: nullable('timestamptz', ({ standing }) => standing.exportedAt ?? null),
    merchant: nullable('text', ({ standing }) => standing.merchant ?? null),
    status: column('text', ({ standing }) => standing.status),
    rows: column('integer', ({ standing }) => standing.rows),
    recorded: column('integer', ({ standing }) => standing.recorded),
    known: column('integer', ({ standing }) => standing.known),
    quarantined: column('integer', ({ standing }) => standing.quarantined),
    trailers: column('json', ({ standing }) => standing.trailers),
    exceptions: column('codes', ({ standing }) => standing.exceptions),
    ...streamColumns<StatementStanding>(),
  },
  key: ['id'],
  indexes: [...STREAM_INDEXES, '(channel, opened_position)', '(merchant, opened_position)'],
});

/** Files of statements: what each was, and what became of its lines. */
export const statements: Projection = {
  name: 'statements',
  version: 1,
  handles: Object.keys(STATEMENT_EVENTS),
  tables: [statementFiles],
  apply: (events, tx) => write(tx, statementFiles.rows(lastOfStreams(events))),
};

export interface StatementsAsked extends ListAsked {
  readonly channel?: string | undefined;
  readonly account?: string | undefined;
  readonly merchant?: string | undefined;
  readonly status?: StatementStanding['status'] | undefined;
  /** A code, or `any`. */
  readonly exception?: string | undefined;
}

const COLUMNS = `
  id, name, bytes, format, channel, account, from_day as "from", to_day as "to", exported_at as "exportedAt", merchant, status, rows,
  recorded, known, quarantined, trailers, exceptions, ${STREAM_COLUMNS}`;

const BY_ID = `select ${COLUMNS} from read.statements where id = $1`;

const LIST = `
  select ${COLUMNS}, opened_position as "openedPosition" from read.statements
  where ($1::text is null or channel = $1) and ($2::text is null or account = $2) and ($3::text is null or merchant = $3)
    and ($4::text is null or status = $4)
    and ($5::text is null or (cardinality(exceptions) > 0 and ($5 = 'any' or $5 = any(exceptions))))`;

export class StatementQueries {
  constructor(private readonly reader: Reader) {}

  async byId(id: StatementId, { minPosition }: Freshness = {}): Promise<Answer<StatementDetails | undefined>> {
    const { position, data } = await this.reader.rows<StatementDetails>({
      projection: statements,
      sql: BY_ID,
      params: [id],
      minPosition,
    });
    return { position, data: data[0] };
  }

  /** @throws InvalidCursor */
  list(asked: StatementsAsked): Promise<Page<StatementDetails>> {
    const { channel, account, merchant, status, exception } = asked;
    const params = [channel, account, merchant, status, exception];
    return listStreams<StatementDetails>(this.reader, { projection: statements, select: LIST, params }, asked);
  }
}
