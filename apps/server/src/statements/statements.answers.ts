import type {
  ImportProgress,
  Imported,
  StatementDetails,
  StatementRefs,
  StatementRowDetails,
  TrailerFinding,
} from '#statements';
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
import { PERSON } from '../privacy/person.schema.js';
import { ROW_KINDS, STATEMENT_BOOKS, STATEMENT_STATUSES } from './statements.requests.js';

/** What became of an uploaded file. */
export interface ImportAnswer {
  readonly id: string;
  /** Wait for this position to see all of it in a read model. */
  readonly position: string;
  /** The same bytes were imported before: these are the figures of that time. */
  readonly before: boolean;
  readonly format: string;
  readonly channel: string;
  readonly account: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** rows = recorded + known + quarantined */
  readonly rows: number;
  readonly recorded: number;
  readonly known: number;
  readonly quarantined: number;
  readonly trailers: readonly TrailerFinding[];
}

const TRAILERS: Schema = {
  ...listOf(record<TrailerFinding>({ of: STRING, told: INTEGER, rows: INTEGER })),
  description: 'totals that the file tells and its rows do not come to',
};

const COUNTS = {
  rows: { type: 'integer', description: 'recorded, known and quarantined together' },
  recorded: { type: 'integer', description: 'told something new' },
  known: INTEGER,
  quarantined: { type: 'integer', description: 'lines put aside; see the events of the statement' },
  trailers: TRAILERS,
} as const;

export const IMPORT_ANSWER = record<ImportAnswer>({
  id: { type: 'string', description: 'SHA-256 of the file' },
  position: { type: 'string', description: 'pass as minPosition to see the effect in a read model' },
  before: { ...BOOLEAN, description: 'the same bytes were imported before: nothing was done' },
  format: STRING,
  channel: STRING,
  account: orNull(STRING),
  from: orNull(DAY),
  to: orNull(DAY),
  ...COUNTS,
});

export const STATEMENT = record<StatementDetails>({
  id: STRING,
  name: STRING,
  bytes: INTEGER,
  format: STRING,
  channel: STRING,
  account: orNull(STRING),
  from: orNull(DAY),
  to: orNull(DAY),
  exportedAt: orNull(MOMENT),
  merchant: { ...orNull(STRING), description: 'whose accounts its rows are about; null where they are several merchants’' },
  status: word(STATEMENT_STATUSES),
  ...COUNTS,
  exceptions: listOf(STRING),
  ...STREAM_ROW,
});

const REFS = record<StatementRefs>(
  {
    channelTradeNo: STRING,
    channelRefundNo: STRING,
    merchantOrderNo: STRING,
    merchantRefundNo: STRING,
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
    'orderId',
    'subOrderId',
    'terminalNo',
    'batchNo',
    'traceNo',
    'rrn',
  ],
);

export const STATEMENT_ROW = record<StatementRowDetails>({
  channel: STRING,
  book: word(STATEMENT_BOOKS),
  account: STRING,
  key: STRING,
  kind: word(ROW_KINDS),
  amount: FEN_SCHEMA,
  direction: word(['in', 'out']),
  fee: orNull({ ...FEN_SCHEMA, description: '分; negative where it was returned' }),
  net: orNull(FEN_SCHEMA),
  occurredAt: MOMENT,
  billDate: DAY,
  status: orNull(STRING),
  refs: REFS,
  method: orNull(STRING),
  cardType: orNull(STRING),
  purpose: orNull(STRING),
  balanceAfter: orNull(FEN_SCHEMA),
  payer: orNull(PERSON),
  digest: { type: 'string', description: 'SHA-256 of the line' },
  file: { type: 'string', description: 'id of the statement that told it so first' },
  toldAt: { ...MOMENT, description: 'when that was exported' },
  merchant: STRING,
  exceptions: listOf(STRING),
  ...STREAM_ROW,
});

/** A line of the answer as NDJSON: one of these. */
export const IMPORT_LINE: Schema = {
  type: 'object',
  properties: {
    progress: record<ImportProgress>({ done: INTEGER, total: INTEGER }),
    imported: IMPORT_ANSWER,
    problem: { type: 'object', description: 'as a problem document' },
  },
  additionalProperties: false,
};

export function importAnswerOf({ statement, position, before }: Imported): ImportAnswer {
  const {
    id,
    format,
    channel,
    account = null,
    from = null,
    to = null,
    rows,
    recorded,
    known,
    quarantined,
    trailers,
  } = statement;
  return { id, position, before, format, channel, account, from, to, rows, recorded, known, quarantined, trailers };
}
