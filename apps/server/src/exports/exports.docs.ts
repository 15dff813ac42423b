import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { Made } from '#exports';
import type { JournalRow, LedgerRow, TrialRow } from './book-rows.js';
import { DAY, FEN_SCHEMA, INTEGER, MOMENT, STRING, listOf, orNull, record, word, type Schema } from '../http/schemas.js';
import { FORMATS, TABLE_FORMATS, type FormatName } from './export-formats.js';

/** What leaves as a file is noted, whoever takes it. */
export const AS_A_FILE = { recorded: 'always' } as const;

const AS_OF = word(['position', 'now']);

interface ExportedJson extends Omit<Made, 'what'> {
  readonly export: string;
  readonly data: unknown;
}

const exportOf = (row: Schema): Schema =>
  record<ExportedJson>({
    export: STRING,
    position: STRING,
    asOf: AS_OF,
    digest: { type: 'string', description: 'sha256: over the rows, each as it stands here with a line feed behind it' },
    query: { type: 'object', additionalProperties: STRING },
    data: listOf(row),
  });

const HEADERS = {
  'X-Ledger-Position': { description: 'position of the log that it reflects', schema: STRING },
  'X-Ledger-As-Of': {
    description: 'position: so the book stood there, for ever; now: a read model without history, which stood there when asked',
    schema: AS_OF,
  },
  'X-Ledger-Digest': { description: 'sha256: of the rows, the same in every format', schema: STRING },
};

const BINARY: Schema = { type: 'string', format: 'binary' };

/** Says what an export is and what it answers in each of its formats. */
export function Exported(summary: string, row: Schema, formats: readonly FormatName[] = TABLE_FORMATS): MethodDecorator {
  const schemaOf = (format: FormatName): Schema =>
    format === 'json' ? { ...exportOf(row) } : { ...(format === 'xlsx' ? BINARY : STRING) };
  const content = Object.fromEntries(formats.map((format) => [FORMATS[format].mediaType, { schema: schemaOf(format) }]));
  return applyDecorators(ApiOperation({ summary }), ApiResponse({ status: 200, description: 'ok', content, headers: HEADERS }));
}

const LATE = { ...orNull(DAY), description: 'the accounting day of what was booked late because that day was closed' };

const PLACE = { code: STRING, name: STRING };

export const TRIAL_ROW = record<TrialRow>({
  ...PLACE,
  account: STRING,
  currency: STRING,
  debit: FEN_SCHEMA,
  credit: FEN_SCHEMA,
});

export const LEDGER_ROW = record<LedgerRow>({
  ...PLACE,
  account: STRING,
  currency: STRING,
  row: word(['opening', 'line', 'closing']),
  businessDate: orNull(DAY),
  trueDate: LATE,
  position: orNull(STRING),
  line: orNull(INTEGER),
  stream: orNull(STRING),
  kind: orNull(STRING),
  recordedAt: orNull(MOMENT),
  debit: FEN_SCHEMA,
  credit: FEN_SCHEMA,
  balance: FEN_SCHEMA,
});

export const JOURNAL_ROW = record<JournalRow>({
  position: orNull(STRING),
  event: orNull(STRING),
  type: STRING,
  stream: orNull(STRING),
  entry: orNull(INTEGER),
  kind: STRING,
  businessDate: orNull(DAY),
  trueDate: LATE,
  recordedAt: orNull(MOMENT),
  account: STRING,
  currency: STRING,
  amount: FEN_SCHEMA,
});
