import type { Instant } from '#kernel';
import { isPlatformId } from '../card-numbers.js';
import { isJsonObject, parseExact, utf8 } from '../exact-json.js';
import { NotJson } from '../json-cursor.js';
import { refusal, type FieldError, type Refusal } from '../refusals.js';
import { sanitise, type CardPolicy, type Sanitised } from '../sanitise.js';
import { planOf, type TransactionPlan } from './transaction-plan.js';
import { readTransaction, type PosTransaction } from './transaction.js';
import { withYears } from './yearless.js';

/** A well-formed transaction with what is kept of it. */
export interface DecodedTransaction {
  readonly raw: Buffer;
  readonly sanitised: boolean;
  /** By which days without a year were read. */
  readonly receivedAt: Instant;
  readonly transaction: PosTransaction;
  /** Undefined for the totals of a batch, which belong to no payment. */
  readonly plan: TransactionPlan | undefined;
}

const NUMBER_FIELDS = new Set([
  'merchant_no',
  'terminal_no',
  'batch_no',
  'trace_no',
  'rrn',
  'auth_code',
  'channel_trade_no',
  'instruction_id',
  'occurred_at',
  'expires_at',
  'date',
  'local_date',
  'local_time',
  'settlement_date',
]);

/** The sender can be told, so a full card number is refused. A merchant number of 15 digits is checked once it proves unknown. */
/** A payment request of ours: the order's number is as long as a card's, begins like one, and passes Luhn one time in ten. */
const PAYMENT_REQUEST = /^req_\d{1,24}_[0-9a-f]{12}$/;

const POS_CARDS: CardPolicy = {
  onCardNumber: 'refuse',
  digitsOf: (key, value) => {
    if (key === 'merchant_no' && /^\d{15}$/.test(value)) return 'exempt';
    if (key === 'instruction_id' && PAYMENT_REQUEST.test(value)) return 'exempt';
    if (key === 'channel_trade_no' && isPlatformId(value)) return 'exempt';
    return NUMBER_FIELDS.has(key) ? 'issued' : 'any';
  },
};

/** One transaction out of its bytes. Card data is gone before anything else looks at it. */
export function decodeTransaction(bytes: Uint8Array, receivedAt: Instant): DecodedTransaction | Refusal {
  const text = utf8(bytes);
  const clean = text === undefined ? undefined : withoutCardData(text);
  if (!clean) return refusal('JSON_MALFORMED');
  if (clean.refused) return refusal('CARD_NUMBER_IN_TEXT');
  const repeated = new Set<string>();
  const message = parseExact(clean.text, (key) => repeated.add(key));
  if (message === undefined) return refusal('JSON_MALFORMED');
  if (!isJsonObject(message)) return refusal('JSON_NOT_OBJECT');
  if (repeated.size > 0) return refusal('JSON_KEY_REPEATED', [...repeated].filter(isFieldName).map(asRepeated));
  const transaction = readTransaction(withYears(message, receivedAt));
  if (!isTransaction(transaction)) return refusal('REQUEST_INVALID', transaction);
  const raw = clean.changed ? Buffer.from(clean.text) : Buffer.from(bytes);
  const kept = { raw, sanitised: clean.changed, receivedAt, transaction };
  if (transaction.kind === 'batch_total') return { ...kept, plan: undefined };
  const plan = planOf(transaction);
  return 'attempted' in plan ? { ...kept, plan } : refusal('REQUEST_INVALID', plan);
}

const isFieldName = (key: string): boolean => /^[a-z_]{1,32}$/.test(key);
const asRepeated = (field: string): FieldError => ({ field, says: 'is there twice with different values' });

const isTransaction = (read: ReturnType<typeof readTransaction>): read is PosTransaction => !Array.isArray(read);

function withoutCardData(text: string): Sanitised | undefined {
  try {
    return sanitise(text, POS_CARDS);
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}
