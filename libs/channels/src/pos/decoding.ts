import type { Instant } from '#kernel';
import type { PersonSealer } from '#privacy';
import { isPlatformId } from '../card-numbers.js';
import { isJsonObject, parseExact, utf8, type JsonObject } from '../exact-json.js';
import { NotJson } from '../json-cursor.js';
import { withoutPersons, type PersonPolicy } from '../persons.js';
import { refusal, type FieldError, type Refusal } from '../refusals.js';
import { sanitise, type CardPolicy, type Sanitised } from '../sanitise.js';
import { planOf, type TransactionPlan } from './transaction-plan.js';
import { readTransaction, type PosTransaction } from './transaction.js';
import { withYears } from './yearless.js';

/** A well-formed transaction with what may be kept of it. */
export interface DecodedTransaction {
  readonly raw: Buffer;
  readonly sanitised: boolean;
  readonly personsSealed?: boolean;
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

/** With its card sealed: what is kept, and what becomes of it. @throws Outage */
export async function withoutCardholder(decoded: DecodedTransaction, persons: PersonSealer): Promise<DecodedTransaction> {
  const { merchant_no: merchantNo, card } = decoded.transaction;
  if (card === undefined) return decoded;
  const policy: PersonPolicy = {
    tells: (key, value) =>
      key === 'card' && value === card ? { person: { kind: 'card', id: card, merchantNo }, field: 'card' } : undefined,
  };
  const { text } = await withoutPersons(decoded.raw.toString(), policy, persons);
  const kept = (parseExact(text) as JsonObject)['card'] as string;
  return { ...decoded, raw: Buffer.from(text), personsSealed: true, transaction: { ...decoded.transaction, card: kept } };
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
