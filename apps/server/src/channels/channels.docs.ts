import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { LineResult, PosResult, RowsAnswer } from '#channels';
import { LINES_TYPE } from '../http/bodies.js';
import { Answers, FEN_SCHEMA, INTEGER, MOMENT, STRING, listOf, record, word, type Schema } from '../http/schemas.js';

const STATUS = word(['applied', 'duplicate', 'ignored', 'parked', 'refused']);
const FIELD_ERRORS = listOf(record<{ field: string; says: string }>({ field: STRING, says: STRING }));

const RESULT = {
  status: STATUS,
  code: STRING,
  detail: STRING,
  errors: FIELD_ERRORS,
  notice_id: STRING,
  position: { type: 'string', description: 'pass as minPosition to see the effect in a read model' },
  stream: STRING,
} as const;
const OPTIONAL = ['code', 'detail', 'errors', 'notice_id', 'position', 'stream'] as const;

const POS_RESULT = record<PosResult>({ ...RESULT, payment_id: STRING }, [...OPTIONAL, 'payment_id']);
const LINE_RESULT = record<LineResult>({ line: INTEGER, ...RESULT, payment_id: STRING }, ['line', ...OPTIONAL, 'payment_id']);
export const ROWS_RESULT = record<RowsAnswer>({ results: listOf(record({ row: INTEGER, ...RESULT }, [...OPTIONAL])) });

const PUSH_ANSWER: Schema = {
  type: 'object',
  properties: { code: { type: 'integer', description: '0 is success' }, msg: STRING, message: STRING },
  required: ['code'],
  additionalProperties: false,
};

/** An answer in a form that is not a Problem: the platform reads its own. */
const inItsForm = (status: number, description: string): MethodDecorator =>
  ApiResponse({ status, description, content: { 'application/json': { schema: { ...PUSH_ANSWER } } } });

export const header = (name: string, description: string, required = true): MethodDecorator =>
  ApiHeader({ name, required, description, schema: { type: 'string' } });

const PUSH_MESSAGE: Schema = {
  type: 'object',
  properties: {
    tag: { type: ['string', 'integer'] },
    msg_id: STRING,
    data: { type: ['string', 'object'], description: 'JSON as text, or as it is' },
  },
};

export const PushDocs = (): MethodDecorator =>
  applyDecorators(
    Answers('Message push of a Douyin shop (抖店消息推送). Success only when everything is durable.', PUSH_ANSWER),
    header('app-id', 'app key'),
    header('event-sign', 'MD5(app key + raw body + app secret), lower-case hex'),
    ApiBody({ schema: { ...listOf(PUSH_MESSAGE) } }),
    inItsForm(400, 'not a JSON array'),
    inItsForm(401, 'the signature does not fit'),
    inItsForm(503, 'send it again'),
  );

const ORIGINAL: Schema = {
  type: 'object',
  description: 'the transaction it refers to: by its numbers and local day, or (a refund) by its RRN',
  properties: {
    kind: STRING,
    terminal_no: STRING,
    batch_no: STRING,
    trace_no: STRING,
    date: { type: 'string', description: 'YYYY-MM-DD or MMDD' },
    rrn: STRING,
  },
};

const TRANSACTION: Schema = {
  type: 'object',
  properties: {
    kind: word([
      'authorization',
      'authorization_void',
      'capture',
      'capture_void',
      'purchase',
      'purchase_void',
      'refund',
      'reversal',
      'inquiry',
      'batch_total',
    ]),
    merchant_no: STRING,
    terminal_no: STRING,
    batch_no: { type: ['string', 'integer'], description: 'up to six digits' },
    trace_no: { type: ['string', 'integer'], description: 'up to six digits' },
    occurred_at: MOMENT,
    local_date: {
      type: 'string',
      description: 'MMDD, with local_time in the place of occurred_at: the year is that of the receiving clock',
    },
    local_time: { type: 'string', description: 'hhmmss' },
    settlement_date: { type: 'string', description: 'day of the acquirer (F15), YYYY-MM-DD or MMDD: what it is booked on' },
    amount: FEN_SCHEMA,
    requested_amount: { ...FEN_SCHEMA, description: '分; what was asked for, where response_code 10 approved less' },
    method: word(['card', 'wechat', 'alipay', 'jdpay', 'unionpay_qr', 'ecny']),
    channel: { type: 'string', description: 'who collects; the acquirer of the terminal unless said' },
    rrn: STRING,
    auth_code: STRING,
    response_code: { type: 'string', description: '00 and the like approve; none, 68, 90 … 98 leave it open; others decline' },
    card: { type: 'string', description: 'masked: BIN, stars, last four' },
    channel_trade_no: STRING,
    instruction_id: STRING,
    operator_no: { type: 'string', description: 'who was at the till: 1 to 20 printable characters, a number and no name' },
    multi_capture: { type: 'boolean' },
    expires_at: MOMENT,
    reason: STRING,
    note: STRING,
    original: ORIGINAL,
    opening: ORIGINAL,
    debit_total: FEN_SCHEMA,
    debit_count: INTEGER,
    credit_total: FEN_SCHEMA,
    credit_count: INTEGER,
  },
  required: ['kind', 'merchant_no', 'terminal_no', 'batch_no'],
};

export const PosDocs = (): MethodDecorator =>
  applyDecorators(
    Answers(
      'One transaction as JSON, or thousands as NDJSON (one a line, one result a line, in order). Signed by the terminal, or with an ingest key.',
      POS_RESULT,
    ),
    ApiResponse({
      status: 200,
      description: 'recorded',
      content: { 'application/json': { schema: { ...POS_RESULT } }, [LINES_TYPE]: { schema: { ...LINE_RESULT } } },
    }),
    ApiResponse({
      status: 202,
      description: 'kept and parked',
      content: { 'application/json': { schema: { ...POS_RESULT } } },
    }),
    header('X-Terminal', '<merchant no>/<terminal no>', false),
    header('X-Timestamp', 'unix seconds, at most 300 off', false),
    header('X-Signature', 'hex HMAC-SHA256 by the key of the terminal over "<timestamp>\\n" and the raw body', false),
    ApiConsumes('application/json', LINES_TYPE),
    ApiBody({ schema: { ...TRANSACTION } }),
  );

export const ROWS: Schema = { ...listOf({ type: 'object', additionalProperties: true }) };

const OfShop = (): MethodDecorator =>
  ApiBody({
    schema: { type: 'object', properties: { shop_id: { type: 'string' }, rows: { ...ROWS } }, required: ['shop_id', 'rows'] },
  });

export const SettleBillDocs = (): MethodDecorator =>
  applyDecorators(
    Answers('Rows of Douyin’s settle bill (order.getSettleBillDetailV3) as the platform gave them.', ROWS_RESULT),
    OfShop(),
  );

export const AccountItemsDocs = (): MethodDecorator =>
  applyDecorators(
    Answers('Movements on the shop’s account (order.getShopAccountItem) as the platform gave them.', ROWS_RESULT),
    OfShop(),
  );

export const SettlementsDocs = (): MethodDecorator =>
  applyDecorators(
    Answers('Rows of an acquirer’s or wallet’s statement.', ROWS_RESULT),
    ApiBody({ schema: { type: 'object', properties: { rows: { ...ROWS } }, required: ['rows'] } }),
  );

const DISPUTE_ROW: Schema = {
  type: 'object',
  properties: {
    kind: word(['opened', 'debited', 'evidence', 'accepted', 'won', 'lost']),
    case_no: STRING,
    channel: STRING,
    merchant_no: STRING,
    occurred_at: MOMENT,
    round: {
      type: 'integer',
      description: 'from 1, which it is unless said; a chargeback after a retrieval request is the next',
    },
    stage: word(['retrieval', 'chargeback']),
    amount: { ...FEN_SCHEMA, description: '分; in dispute, debited, or lost in all' },
    due_at: MOMENT,
    reason_code: STRING,
    method: STRING,
    terminal_no: STRING,
    rrn: STRING,
    payment_id: STRING,
    reference: { type: 'string', description: 'the acquirer’s own, of a debit or of evidence' },
    documents: listOf(
      record<{ type: string; digest: string; reference: string }>({ type: STRING, digest: STRING, reference: STRING }),
    ),
  },
  required: ['kind', 'case_no', 'channel', 'merchant_no', 'occurred_at'],
};

export const DisputesDocs = (): MethodDecorator =>
  applyDecorators(
    Answers('What an acquirer tells of retrieval requests and chargebacks (调单, 拒付).', ROWS_RESULT),
    ApiBody({ schema: { type: 'object', properties: { rows: { ...listOf(DISPUTE_ROW) } }, required: ['rows'] } }),
  );
