import type {
  AccountSum,
  ApprovalBehind,
  Drawn,
  ExplainedEntry,
  ExplainedEvent,
  ExplainedItem,
  ExplainedLine,
  ExplainedMatch,
  ExplainedNumber,
  ExplainedTransaction,
  Explanation,
} from '#provenance';
import { TRANSACTION_KINDS } from '#reports';
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
import type { Sample } from './evidence-desk.js';

const ANY: Schema = { type: 'object', additionalProperties: true };
const SHA256: Schema = { type: 'string', description: 'SHA-256, hex' };
const orNone = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });

const ENTRY = record<ExplainedEntry>({
  entry: { type: 'integer', description: 'place within the event' },
  kind: STRING,
  businessDate: { ...DAY, description: 'its own accounting day' },
  bookedDay: { ...DAY, description: 'on which it is booked; later where its own day was closed' },
  currency: STRING,
  of: ANY,
  lines: listOf(
    record<ExplainedLine>({
      account: STRING,
      amount: { type: 'integer', description: 'debit is positive, 分' },
      touches: { type: 'boolean', description: 'the number is made of it' },
    }),
  ),
});

const APPROVAL = record<ApprovalBehind>({
  kind: word(['correction', 'period']),
  id: STRING,
  digest: { ...SHA256, description: 'SHA-256 (hex) of what was shown' },
  proposedBy: STRING,
  proposedAt: orNull(MOMENT),
  reason: orNull(STRING),
  approvedBy: listOf(record({ by: STRING, at: MOMENT })),
  position: STRING,
});

const EVENT = record<ExplainedEvent>({
  position: STRING,
  role: word(['entry', 'fact', 'cause', 'approval', 'closing']),
  index: { ...orNull(INTEGER), description: 'of its leaf in the tree, from 0' },
  sealed: { type: 'boolean', description: 'a checkpoint covers it' },
  noticeState: orNull(word(['kept', 'changed', 'gone', 'unknown'])),
  stream: STRING,
  revision: INTEGER,
  id: { type: 'string', format: 'uuid' },
  type: STRING,
  recordedAt: MOMENT,
  actor: STRING,
  commandId: STRING,
  correlationId: STRING,
  notice: orNone(record({ id: STRING, digest: SHA256 })),
  cause: orNone(record({ id: STRING, position: orNull(STRING) })),
  causes: { ...listOf(STRING), description: 'positions of what it answers, the nearest first, to the root' },
  approval: orNone(APPROVAL),
  entries: listOf(ENTRY),
  touched: FEN_SCHEMA,
});

const NUMBER = record<ExplainedNumber>({
  name: STRING,
  amount: { type: 'integer', description: 'out of the events and what is carried; 分, or how many' },
  events: { ...listOf(STRING), description: 'positions of the events that make it up' },
  stands: { ...orNull(INTEGER), description: 'what the read model says, where it answers the same question' },
  agrees: orNull(BOOLEAN),
});

const TRANSACTION = record<ExplainedTransaction>({
  stream: STRING,
  kind: orNull({ type: 'string', enum: [...TRANSACTION_KINDS] }),
  id: orNull(STRING),
  streams: { ...listOf(STRING), description: 'its own and those that belong to it' },
  amount: { type: 'integer', description: 'its part of the cell; 分, or how many' },
  events: { ...listOf(STRING), description: 'positions' },
});

const ITEM = record<ExplainedItem>({
  id: STRING,
  side: STRING,
  direction: STRING,
  amount: FEN_SCHEMA,
  day: STRING,
  status: STRING,
  position: orNull(STRING),
  file: orNull(SHA256),
  line: orNull(SHA256),
});

const MATCH = record<ExplainedMatch>({
  status: STRING,
  rule: orNull(STRING),
  differences: listOf(ANY),
  items: listOf(ITEM),
  decided: orNone(ANY),
  run: orNone(record({ position: STRING, actor: STRING, correlationId: STRING })),
});

export const EXPLANATION = record<Explanation>(
  {
    question: ANY,
    known: orNull(STRING),
    position: STRING,
    carried: { type: 'integer', description: 'what the next pages come to; 分, or how many' },
    withdrawn: orNone(ANY),
    causesFrom: {
      type: 'string',
      description: 'a cause was not found from this position on; absent where all of the log was asked',
    },
    noticeFrom: {
      type: 'string',
      description: 'events of the notice were looked for from this position on; absent where all of the log was asked',
    },
    numbers: listOf(NUMBER),
    transactions: { ...listOf(TRANSACTION), description: 'of a cell: those of this page' },
    sums: listOf(record<AccountSum>({ account: STRING, currency: STRING, amount: FEN_SCHEMA })),
    match: orNone(MATCH),
    events: listOf(EVENT),
  },
  ['causesFrom', 'noticeFrom', 'transactions'],
);

export const SAMPLE = record<Sample>({
  method: STRING,
  seed: STRING,
  n: INTEGER,
  above: FEN_SCHEMA,
  from: orNull(DAY),
  to: orNull(DAY),
  merchant: orNull(STRING),
  position: { type: 'string', description: 'events up to and including it were drawn from' },
  checkpoint: record({ size: INTEGER, note: STRING }),
  population: record({ count: INTEGER, sum: FEN_SCHEMA }),
  events: listOf(
    record<Drawn>({ rank: SHA256, id: STRING, position: STRING, stream: STRING, type: STRING, amount: FEN_SCHEMA }),
  ),
});
