import { AMOUNT_LIMIT, isAmount, isBusinessDate, isMoney, parseInstant, sealedIn } from '#kernel';
import { MASKED_CARD } from '#privacy';
import { isJsonObject, type Json, type JsonObject } from '../exact-json.js';
import { OPERATOR_NO } from '../operator-no.js';
import type { FieldError } from '../refusals.js';

export const POS_KINDS = [
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
] as const;
export type PosKind = (typeof POS_KINDS)[number];

export const POS_METHODS = ['card', 'wechat', 'alipay', 'jdpay', 'unionpay_qr', 'ecny'] as const;
export type PosMethod = (typeof POS_METHODS)[number];

/** 借记卡, 贷记卡, 准贷记卡, 预付卡. */
export const CARD_TYPES = ['debit', 'credit', 'quasi_credit', 'prepaid'] as const;
export type CardType = (typeof CARD_TYPES)[number];

/** Names another transaction of the same merchant number: by its numbers and local day, or (a refund) by its RRN alone. */
export interface NamedTransaction {
  readonly kind?: PosKind;
  readonly terminal_no?: string;
  readonly batch_no?: string;
  readonly trace_no?: string;
  readonly date?: string;
  readonly rrn?: string;
}

/** One transaction as a terminal or an acquirer tells it. Field names are those of the interface; amounts 分. */
export interface PosTransaction {
  readonly kind: PosKind;
  readonly merchant_no: string;
  readonly terminal_no: string;
  /** Six digits, as all batch and trace numbers. */
  readonly batch_no: string;
  readonly trace_no?: string;
  /** ISO 8601 with zone. */
  readonly occurred_at: string;
  /** MMDD and hhmmss of the terminal, where it tells no year: `occurred_at` was read off them against the receiving clock. */
  readonly local_date?: string;
  readonly local_time?: string;
  /** F15, the acquirer's day. */
  readonly settlement_date?: string;
  readonly amount?: number;
  /** What was asked for, where the issuer approved less. */
  readonly requested_amount?: number;
  readonly method?: PosMethod;
  /** Acquirer or wallet that collects; the terminal's acquirer where absent. */
  readonly channel?: string;
  readonly rrn?: string;
  readonly auth_code?: string;
  readonly response_code?: string;
  /** BIN, stars, last four; sealed once it is kept. */
  readonly card?: string;
  readonly card_type?: CardType;
  /** Product of the acquirer that the fee depends on, where the method alone does not say it: `contactless_small`. */
  readonly product?: string;
  readonly channel_trade_no?: string;
  readonly instruction_id?: string;
  /** Who was at the till (操作员), as the terminal numbers them. */
  readonly operator_no?: string;
  readonly multi_capture?: boolean;
  readonly expires_at?: string;
  readonly reason?: string;
  /** Kept with the notice only. */
  readonly note?: string;
  readonly original?: NamedTransaction;
  readonly opening?: NamedTransaction;
  readonly debit_total?: number;
  readonly debit_count?: number;
  readonly credit_total?: number;
  readonly credit_count?: number;
}

interface Check {
  readonly holds: (value: Json) => boolean;
  /** What the field must be; never what it was. */
  readonly must: string;
}

const check = (must: string, holds: (value: Json) => boolean): Check => ({ must, holds });
const text = (must: string, shape: RegExp): Check => check(must, (value) => typeof value === 'string' && shape.test(value));
const oneOf = (names: readonly string[]): Check =>
  check(`be one of ${names.join(', ')}`, (value) => typeof value === 'string' && names.includes(value));
/** Without control characters. */
const words = (limit: number): Check =>
  text(`be at most ${String(limit)} characters of text`, new RegExp(`^[^\\u0000-\\u001f\\u007f-\\u009f]{0,${String(limit)}}$`));

const KIND = oneOf(POS_KINDS);
const MERCHANT_NO = text('be letters and digits', /^[A-Za-z0-9]{1,32}$/);
const TERMINAL_NO = text('be letters and digits', /^[A-Za-z0-9_-]{1,16}$/);
const SIX_DIGITS = text('be at most six digits', /^\d{6}$/);
const RRN = text('be 1 to 12 letters and digits', /^[A-Za-z0-9]{1,12}$/);
const REFERENCE = text('be letters and digits', /^[A-Za-z0-9_.-]{1,64}$/);
const FEN = check(`be a whole number of fen, 0 to ${String(AMOUNT_LIMIT)}`, isAmount);
const COUNT = check('be a whole number', isMoney);
const TIME = check(
  'be an ISO 8601 time with its zone',
  (value) => typeof value === 'string' && parseInstant(value) !== undefined,
);
const DAY = check('be a day YYYY-MM-DD or MMDD', (value) => typeof value === 'string' && isBusinessDate(value));
const CARD = check(
  'be masked: BIN, stars, last four',
  (value) => typeof value === 'string' && (MASKED_CARD.test(value) || sealedIn(value) !== undefined),
);
const SMALL_LETTERS = text('be a name in small letters', /^[a-z0-9][a-z0-9_-]{0,31}$/);
const NAMED = check('name a transaction', isJsonObject);

type Checks<T> = { readonly [Name in keyof Required<T>]: Check };

const NAMED_CHECKS: Checks<NamedTransaction> = {
  kind: KIND,
  terminal_no: TERMINAL_NO,
  batch_no: SIX_DIGITS,
  trace_no: SIX_DIGITS,
  date: DAY,
  rrn: RRN,
};
const CHECKS: Checks<PosTransaction> = {
  kind: KIND,
  merchant_no: MERCHANT_NO,
  terminal_no: TERMINAL_NO,
  batch_no: SIX_DIGITS,
  trace_no: SIX_DIGITS,
  occurred_at: TIME,
  local_date: text('be a day MMDD', /^\d{4}$/),
  local_time: text('be a time hhmmss', /^\d{6}$/),
  settlement_date: DAY,
  amount: FEN,
  requested_amount: FEN,
  method: oneOf(POS_METHODS),
  channel: SMALL_LETTERS,
  rrn: RRN,
  auth_code: text('be 1 to 6 letters and digits', /^[A-Za-z0-9]{1,6}$/),
  response_code: text('be two capitals or digits', /^[A-Z0-9]{2}$/),
  card: CARD,
  card_type: oneOf(CARD_TYPES),
  product: SMALL_LETTERS,
  channel_trade_no: REFERENCE,
  instruction_id: REFERENCE,
  operator_no: text('be 1 to 20 printable characters without spaces', OPERATOR_NO),
  multi_capture: check('be true or false', (value) => typeof value === 'boolean'),
  expires_at: TIME,
  reason: words(200),
  note: words(500),
  original: NAMED,
  opening: NAMED,
  debit_total: FEN,
  debit_count: COUNT,
  credit_total: FEN,
  credit_count: COUNT,
};

type Field = keyof PosTransaction;

const ALWAYS: readonly Field[] = ['kind', 'merchant_no', 'terminal_no', 'batch_no', 'occurred_at'];
const REQUIRED: Readonly<Record<PosKind, readonly Field[]>> = {
  authorization: ['trace_no', 'amount'],
  authorization_void: ['trace_no', 'original'],
  capture: ['trace_no', 'amount', 'original'],
  capture_void: ['trace_no', 'original', 'opening'],
  purchase: ['trace_no', 'amount', 'method'],
  purchase_void: ['trace_no', 'original'],
  refund: ['trace_no', 'amount', 'method', 'original'],
  reversal: ['original'],
  inquiry: ['original'],
  batch_total: ['debit_total', 'debit_count', 'credit_total', 'credit_count'],
};
const MOVES_MONEY: ReadonlySet<PosKind> = new Set(['authorization', 'capture', 'purchase', 'refund']);

/** The transaction in a message, or what is wrong with it field by field. Unknown fields are left alone. */
export function readTransaction(message: JsonObject): PosTransaction | readonly FieldError[] {
  const errors: FieldError[] = [];
  const said: Partial<PosTransaction> = checked<PosTransaction>(message, CHECKS, { path: '', errors });
  const named = {
    ...(said.original && {
      original: checked<NamedTransaction>(said.original as JsonObject, NAMED_CHECKS, { path: 'original.', errors }),
    }),
    ...(said.opening && {
      opening: checked<NamedTransaction>(said.opening as JsonObject, NAMED_CHECKS, { path: 'opening.', errors }),
    }),
  };
  errors.push(
    ...required(
      '',
      ALWAYS.filter((field) => message[field] === undefined || message[field] === null),
    ),
  );
  if (errors.length > 0) return errors;
  const transaction = { ...said, ...named } as PosTransaction;
  const missing = missingIn(transaction);
  return missing.length > 0 ? missing : transaction;
}

/** Fields that are there and hold what they must; null is as good as absent. */
function checked<T>(
  values: JsonObject,
  checks: Checks<T>,
  { path, errors }: { readonly path: string; readonly errors: FieldError[] },
): Partial<T> {
  const found: Record<string, unknown> = {};
  for (const field in checks) {
    const given = values[field];
    if (given === undefined || given === null) continue;
    if (checks[field] === RRN && isFiller(given)) continue;
    const value = checks[field] === SIX_DIGITS ? sixDigits(given) : given;
    if (checks[field].holds(value)) found[field] = value;
    else errors.push({ field: path + field, says: `${path}${field} must ${checks[field].must}` });
  }
  return found as Partial<T>;
}

/** `000000000000` and the like: what terminals print where no host gave a number. It names nothing. */
const isFiller = (value: Json): boolean => typeof value === 'string' && /^(.)\1+$/.test(value);

/** `7` and `"7"` are `000007`. */
function sixDigits(value: Json): Json {
  const digits = typeof value === 'number' ? String(value) : value;
  return typeof digits === 'string' && /^\d{1,6}$/.test(digits) ? digits.padStart(6, '0') : value;
}

function missingIn(transaction: PosTransaction): FieldError[] {
  const { kind, amount, original, opening } = transaction;
  const missing = required(
    '',
    REQUIRED[kind].filter((field) => transaction[field] === undefined),
  );
  if (MOVES_MONEY.has(kind) && amount === 0) missing.push({ field: 'amount', says: 'amount must be more than 0' });
  if (original && !(kind === 'refund' && isByRrn(original))) missing.push(...missingNumbers('original.', original));
  if (opening && !(original?.kind === 'refund' && isByRrn(opening))) missing.push(...missingNumbers('opening.', opening));
  if ((kind === 'inquiry' || kind === 'reversal') && original && original.kind === undefined)
    missing.push(...required('original.', ['kind']));
  return missing;
}

export const isComplete = ({ batch_no, trace_no, date }: NamedTransaction): boolean =>
  batch_no !== undefined && trace_no !== undefined && date !== undefined;

/** A refund may name the payment by RRN alone; so what undoes that refund names it, too. */
const isByRrn = (named: NamedTransaction): boolean => named.rrn !== undefined && !isComplete(named);

const missingNumbers = (path: string, named: NamedTransaction): FieldError[] =>
  required(
    path,
    (['batch_no', 'trace_no', 'date'] as const).filter((field) => named[field] === undefined),
  );

const required = (path: string, fields: readonly string[]): FieldError[] =>
  fields.map((field) => ({ field: path + field, says: `${path}${field} is required here` }));
