import { Transform } from 'class-transformer';
import type { BusinessDate } from '#kernel';
import type { Cell, Question } from '#provenance';
import { REPORT_COLUMNS, type CellAxes, type ReportColumn } from '#reports';
import { DIGITS } from '../orders/orders.requests.js';
import { PAYMENT_ID } from '../payments/payments.requests.js';
import { CASE_ID } from '../reconciliation/reconciliation.requests.js';
import {
  ACCOUNT,
  BUSINESS_DATE,
  CURSOR,
  Field,
  OptionalCount,
  OptionalField,
  POSITION,
  SETUP_ID,
  STORE,
  oneOf,
  text,
  wholeNumber,
  type FieldRule,
} from '../http/fields.js';
import { Problem } from '../http/problem.js';
import { KnownQuery, PAGE_LIMIT, TimesQuery } from '../http/queries.js';

const WORD = text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores');

/** Axes that entries do not have, as rows of the report say them. */
const SOLD_AT = text(/^(?:-|[A-Za-z0-9][A-Za-z0-9._:/-]{0,127})$/, 'must be as the report has it, - where none is known');

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EVENT: FieldRule = {
  name: 'event',
  schema: { type: 'string', description: 'position of an event, or its id; on EventStoreDB an id of the last 16,000 or so' },
  says: 'must be a position, all its digits, or the id of an event',
  holds: (value) => POSITION.holds(value) || isEventId(value),
};

/** Whether an event is named by its id. */
export const isEventId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

const NOTICE = text(
  /^[0-9a-f]{64}$/,
  'must be the SHA-256 of a notice, 64 hex digits',
  'SHA-256 of a raw notice; on EventStoreDB of one behind the last 16,000 events or so',
);

/** Which number, one of: account, order, payment, match, report with its cell, event, notice. */
class NumberQuery extends TimesQuery {
  @OptionalField(ACCOUNT)
  account?: string;
  /** Of a Douyin order: every step of its waterfall. */
  @OptionalField(DIGITS)
  order?: string;
  @OptionalField(PAYMENT_ID)
  payment?: string;
  /** A case of reconciliation. */
  @OptionalField(CASE_ID)
  match?: string;
  @OptionalField(
    oneOf(REPORT_COLUMNS, 'a column of the daily report; with from and to, and the axes that the cell stands under'),
  )
  report?: ReportColumn;
  @OptionalField(EVENT)
  event?: string;
  /** What came of it. */
  @OptionalField(NOTICE)
  notice?: string;
  /** First accounting day of the cell. */
  @OptionalField(BUSINESS_DATE)
  from?: BusinessDate;
  /** Last accounting day of the cell. */
  @OptionalField(BUSINESS_DATE)
  to?: BusinessDate;
  @OptionalField(SETUP_ID)
  merchant?: string;
  @OptionalField(STORE)
  store?: string;
  @OptionalField(oneOf(['online', 'offline']))
  side?: 'online' | 'offline';
  @OptionalField(WORD)
  channel?: string;
  @OptionalField(WORD)
  method?: string;
  @OptionalField(SOLD_AT)
  liveRoom?: string;
  @OptionalField(SOLD_AT)
  terminal?: string;
  @OptionalField(SOLD_AT)
  operator?: string;
  @OptionalField(SOLD_AT)
  destination?: string;
  @OptionalField(CURSOR)
  cursor?: string;
}

export class ExplainQuery extends NumberQuery {
  @OptionalCount(PAGE_LIMIT, 'events of an account, or transactions of a cell, at most; 50 unless said')
  limit?: number;
}

/** Events of an account, or transactions of a cell, in one pack; all others are carried, or asked for with the cursor. */
export const EVIDENCE_LIMIT = 10_000;

const SIZE: FieldRule = {
  name: 'count',
  schema: { type: 'integer', minimum: 1, description: 'size of the checkpoint to prove against; the newest unless said' },
  says: 'must be the size of a checkpoint',
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
};

export class EvidenceQuery extends NumberQuery {
  @OptionalCount(
    EVIDENCE_LIMIT,
    `events of an account, or transactions of a cell, at most; ${String(EVIDENCE_LIMIT)} unless said`,
  )
  limit?: number;
  @OptionalField(SIZE)
  @Transform(({ value }) => wholeNumber(value))
  checkpoint?: number;
}

const SAMPLE_LIMIT = 1_000;
const ABOVE: FieldRule = {
  name: 'count',
  schema: { type: 'integer', minimum: 0, description: '分; only events that book more' },
  says: 'must be a whole number of 分',
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
};

export class SampleQuery extends KnownQuery {
  @Field(text(/^[\x20-\x7e]{1,128}$/, 'must be 1 to 128 printable characters', 'whoever has it draws the same'))
  seed!: string;
  @OptionalCount(SAMPLE_LIMIT, 'how many; 25 unless said')
  n?: number;
  @OptionalField(ABOVE)
  @Transform(({ value }) => wholeNumber(value))
  above?: number;
  @OptionalField(BUSINESS_DATE)
  from?: BusinessDate;
  @OptionalField(BUSINESS_DATE)
  to?: BusinessDate;
  @OptionalField(SETUP_ID)
  merchant?: string;
  @OptionalField(SIZE)
  @Transform(({ value }) => wholeNumber(value))
  checkpoint?: number;
}

const OF = ['account', 'order', 'payment', 'match', 'report', 'event', 'notice'] as const;
const AXES = ['merchant', 'store', 'side', 'channel', 'method', 'liveRoom', 'terminal', 'operator', 'destination'] as const;

/** What is asked. @throws Problem where it is not one number, or what is said does not go with it */
export function questionOf(query: NumberQuery): Question {
  const [of, other] = OF.filter((name) => query[name] !== undefined);
  if (of === undefined) throw invalid('account', `or one of ${OF.slice(1).join(', ')} must be given`);
  if (other !== undefined) throw invalid(other, `can not be given together with ${of}`);
  const foreign = [
    ...(of === 'report' ? [] : (['from', 'to', ...AXES] as const)),
    ...(of === 'account' ? [] : (['effective'] as const)),
    ...(of === 'account' || of === 'report' ? [] : (['cursor', 'limit'] as const)),
  ].find((name) => (query as Partial<Record<string, unknown>>)[name] !== undefined);
  if (foreign !== undefined) throw invalid(foreign, `does not go with ${of}`);
  const { account = '', effective, event = '', match = '', notice = '', order = '', payment = '' } = query;
  switch (of) {
    case 'account':
      return { of, account, currency: 'CNY', ...(effective !== undefined && { effective }) };
    case 'order':
      return { of, orderId: order };
    case 'payment':
      return { of, paymentId: payment };
    case 'match':
      return { of, caseId: match };
    case 'event':
      return { of, position: event };
    case 'notice':
      return { of, digest: notice };
    case 'report':
      return { of, cell: cellOf(query) };
  }
}

function cellOf({ from, report = 'gross', to, ...query }: NumberQuery): Cell {
  if (from === undefined || to === undefined) throw invalid(from === undefined ? 'from' : 'to', 'must be given with report');
  if (from > to) throw invalid('to', 'must not be before from');
  const axes = AXES.flatMap((axis) => (query[axis] === undefined ? [] : [[axis, query[axis]] as const]));
  return { column: report, from, to, ...(Object.fromEntries(axes) as CellAxes) };
}

const invalid = (field: string, says: string): Problem => Problem.of('REQUEST_INVALID', { errors: [{ field, says }] });
