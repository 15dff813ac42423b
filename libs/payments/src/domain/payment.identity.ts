import type { BusinessDate } from '#kernel';

/** `pay_<merchant no>.<ref of the opening transaction>`: `pay_<merchant no>.<terminal no>.<batch>.<trace>.<yyyymmdd>` (its local date). */
export type PaymentId = string;

/** What a terminal can try. A reversal (冲正) repeats the numbers of what it reverses. */
export type TransactionKind =
  'authorization' | 'authorization_void' | 'capture' | 'capture_void' | 'purchase' | 'purchase_void' | 'refund' | 'reversal';

/** F41, F60.2 and F11. Batch and trace wrap and F13 has no year, so the local date belongs to the identity. */
export interface TransactionNumbers {
  readonly terminalNo: string;
  readonly batchNo: string;
  readonly traceNo: string;
  /** Calendar day in Asia/Shanghai (`localDate` of its moment), not the accounting day. */
  readonly date: BusinessDate;
}

/** Terminal, batch or trace of a transaction that was told without: by an acquirer's notice. */
export const NO_NUMBER = '-';

/**
 * One transaction of one merchant number, whatever its kind or outcome: `<terminal no>.<batch>.<trace>.<yyyymmdd>`, or
 * `<acquirer>.<its number of the payment>[.<its number of the transaction>]` where an acquirer's notice told it.
 */
export type TransactionRef = string;

export const transactionRef = ({ terminalNo, batchNo, traceNo, date }: TransactionNumbers): TransactionRef =>
  `${terminalNo}.${batchNo}.${traceNo}.${date.replaceAll('-', '')}`;

/** What a wallet's own number of a payment is claimed under, beside the RRNs: no RRN has a dash. */
export const tradeReference = (channelTradeNo: string): string => `trade-${channelTradeNo}`;

/** The payment that a transaction opens. */
export const paymentIdOf = (merchantNo: string, opening: TransactionRef): PaymentId => `pay_${merchantNo}.${opening}`;

/** Key of an approved transaction's fact, and of a reversal (under the numbers of what it reverses). */
export const factKey = (kind: TransactionKind, ref: TransactionRef): string => `${kind}:${ref}`;

/** Key of a declined try. Apart from the approved one: a decline and an approval are two facts, not one told twice. */
export const declinedKey = (attempted: TransactionKind, ref: TransactionRef): string => `declined-${attempted}:${ref}`;

/** Key of a try whose outcome is open. Never collides with the answer that comes later. */
export const unknownKey = (attempted: TransactionKind, ref: TransactionRef): string => `unknown-${attempted}:${ref}`;

/** The transaction a key speaks of. */
export const refOfKey = (key: string): TransactionRef => key.slice(key.indexOf(':') + 1);

export const instructionKey = (instructionId: string): string => `instruction:${instructionId}`;
export const withdrawalKey = (instructionId: string): string => `withdrawn:${instructionId}`;
export const EXPIRY_KEY = 'expired';
