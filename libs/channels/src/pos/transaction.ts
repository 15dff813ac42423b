import 'reflect-metadata';
import {
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateBy,
  ValidateNested,
  validateSync,
  type ValidationError,
} from 'class-validator';
import { isBusinessDate, isMoney, parseInstant } from '#kernel';
import { isJsonObject, type Json, type JsonObject } from '../exact-json.js';
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

const MERCHANT_NO = /^[A-Za-z0-9]{1,32}$/;
const TERMINAL_NO = /^[A-Za-z0-9_-]{1,16}$/;
const SIX_DIGITS = /^\d{6}$/;
const RRN = /^[A-Za-z0-9]{1,12}$/;
/** BIN of 6 digits, or of 8 where the card has 16 and more, and the last four. */
const MASKED_CARD = /^(?:\d{6}\*{3,9}|\d{8}\*{4,7})\d{4}$/;
// eslint-disable-next-line no-control-regex -- these are what is looked for
const PRINTABLE = /^[^\u0000-\u001f\u007f-\u009f]*$/;

const IsFen = (): PropertyDecorator =>
  ValidateBy({
    name: 'isFen',
    validator: { validate: isMoney, defaultMessage: () => '$property must be a whole number of fen, 0 to 2^53 - 1' },
  });
const IsZonedTime = (): PropertyDecorator =>
  ValidateBy({
    name: 'isZonedTime',
    validator: {
      validate: (value) => typeof value === 'string' && parseInstant(value) !== undefined,
      defaultMessage: () => '$property must be an ISO 8601 time with its zone',
    },
  });
const IsCalendarDay = (): PropertyDecorator =>
  ValidateBy({
    name: 'isCalendarDay',
    validator: {
      validate: (value) => typeof value === 'string' && isBusinessDate(value),
      defaultMessage: () => '$property must be a day YYYY-MM-DD',
    },
  });
const IsNumberOfSix = (): PropertyDecorator => Matches(SIX_DIGITS, { message: '$property must be at most six digits' });
const IsLine =
  (limit: number): PropertyDecorator =>
  (target, property) => {
    IsString()(target, property);
    MaxLength(limit)(target, property);
    Matches(PRINTABLE, { message: '$property must not hold control characters' })(target, property);
  };

/** Names another transaction of the same merchant number: by its numbers and local day, or (a refund) by its RRN alone. */
export class NamedTransaction {
  @IsOptional() @IsIn(POS_KINDS) kind?: PosKind;
  @IsOptional() @Matches(TERMINAL_NO) terminal_no?: string;
  @IsOptional() @IsNumberOfSix() batch_no?: string;
  @IsOptional() @IsNumberOfSix() trace_no?: string;
  @IsOptional() @IsCalendarDay() date?: string;
  @IsOptional() @Matches(RRN) rrn?: string;
}

/** One transaction as a terminal or an acquirer tells it. Field names are those of the interface; amounts 分. */
export class PosTransaction {
  @IsIn(POS_KINDS) kind!: PosKind;
  @Matches(MERCHANT_NO) merchant_no!: string;
  @Matches(TERMINAL_NO) terminal_no!: string;
  @IsNumberOfSix() batch_no!: string;
  @IsOptional() @IsNumberOfSix() trace_no?: string;
  @IsZonedTime() occurred_at!: string;
  @IsOptional() @IsFen() amount?: number;
  @IsOptional() @IsIn(POS_METHODS) method?: PosMethod;
  /** Acquirer or wallet that collects; the terminal's acquirer where absent. */
  @IsOptional() @Matches(/^[a-z0-9][a-z0-9_-]{0,31}$/) channel?: string;
  @IsOptional() @Matches(RRN) rrn?: string;
  @IsOptional() @Matches(/^[A-Za-z0-9]{1,6}$/) auth_code?: string;
  @IsOptional() @Matches(/^[A-Z0-9]{2}$/) response_code?: string;
  @IsOptional() @Matches(MASKED_CARD, { message: 'card must be masked: BIN, stars, last four' }) card?: string;
  @IsOptional() @Matches(/^[A-Za-z0-9_.-]{1,64}$/) channel_trade_no?: string;
  @IsOptional() @Matches(/^[A-Za-z0-9_.-]{1,64}$/) instruction_id?: string;
  @IsOptional() @IsBoolean() multi_capture?: boolean;
  @IsOptional() @IsZonedTime() expires_at?: string;
  @IsOptional() @IsLine(200) reason?: string;
  /** Kept with the notice only. */
  @IsOptional() @IsLine(500) note?: string;
  @IsOptional() @ValidateNested() original?: NamedTransaction;
  @IsOptional() @ValidateNested() opening?: NamedTransaction;
  @IsOptional() @IsFen() debit_total?: number;
  @IsOptional() @IsFen() debit_count?: number;
  @IsOptional() @IsFen() credit_total?: number;
  @IsOptional() @IsFen() credit_count?: number;
}

type Field = keyof PosTransaction;

const FIELDS: readonly Field[] = [
  'kind',
  'merchant_no',
  'terminal_no',
  'batch_no',
  'trace_no',
  'occurred_at',
  'amount',
  'method',
  'channel',
  'rrn',
  'auth_code',
  'response_code',
  'card',
  'channel_trade_no',
  'instruction_id',
  'multi_capture',
  'expires_at',
  'reason',
  'note',
  'original',
  'opening',
  'debit_total',
  'debit_count',
  'credit_total',
  'credit_count',
];
const NAMED_FIELDS = ['kind', 'terminal_no', 'batch_no', 'trace_no', 'date', 'rrn'] as const;

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
  const transaction = new PosTransaction();
  for (const field of FIELDS) {
    const value = message[field];
    if (value !== undefined && value !== null) Object.assign(transaction, { [field]: shaped(field, value) });
  }
  const errors = validateSync(transaction, { stopAtFirstError: true }).flatMap((error) => fieldErrors(error, ''));
  if (errors.length > 0) return errors;
  const missing = missingIn(transaction);
  return missing.length > 0 ? missing : transaction;
}

function shaped(field: Field, value: Json): unknown {
  if (field === 'batch_no' || field === 'trace_no') return sixDigits(value);
  if ((field !== 'original' && field !== 'opening') || !isJsonObject(value)) return value;
  const named = new NamedTransaction();
  for (const name of NAMED_FIELDS) {
    const inner = value[name];
    if (inner === undefined || inner === null) continue;
    Object.assign(named, { [name]: name === 'batch_no' || name === 'trace_no' ? sixDigits(inner) : inner });
  }
  return named;
}

/** `7` and `"7"` are `000007`. */
function sixDigits(value: Json): Json {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^\d{1,6}$/.test(text) ? text.padStart(6, '0') : value;
}

function fieldErrors({ property, constraints, children }: ValidationError, path: string): FieldError[] {
  const field = path + property;
  const own = Object.values(constraints ?? {}).map((says) => ({ field, says }));
  return [...own, ...(children ?? []).flatMap((child) => fieldErrors(child, `${field}.`))];
}

function missingIn(transaction: PosTransaction): FieldError[] {
  const { kind, amount, original, opening } = transaction;
  const missing: string[] = REQUIRED[kind].filter((field) => transaction[field] === undefined);
  const errors: FieldError[] = [];
  if (MOVES_MONEY.has(kind) && amount === 0) errors.push({ field: 'amount', says: 'amount must be more than 0' });
  if (original && !(kind === 'refund' && isByRrn(original))) missing.push(...missingNumbers('original', original));
  if (opening && !(original?.kind === 'refund' && isByRrn(opening))) missing.push(...missingNumbers('opening', opening));
  if (kind === 'inquiry' && original && original.kind === undefined) missing.push('original.kind');
  return [...errors, ...missing.map((field) => ({ field, says: `${field} is required here` }))];
}

export const isComplete = ({ batch_no, trace_no, date }: NamedTransaction): boolean =>
  batch_no !== undefined && trace_no !== undefined && date !== undefined;

/** A refund may name the payment by RRN alone; so what undoes that refund names it, too. */
const isByRrn = (named: NamedTransaction): boolean => named.rrn !== undefined && !isComplete(named);

const missingNumbers = (path: string, named: NamedTransaction): string[] =>
  (['batch_no', 'trace_no', 'date'] as const).filter((field) => named[field] === undefined).map((field) => `${path}.${field}`);
