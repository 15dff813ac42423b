import { assertNever, businessDateOf, type Booking } from '#kernel';
import type { ChannelAccount, Terminal } from '#merchants';
import { NO_NUMBER, declinedKey, factKey, paymentIdOf, unknownKey, type PaymentFact, type TransactionRef } from '#payments';
import type { Acquirer, Told } from './adapter.js';

/** Whose a transaction is, and where it was taken. */
export interface TakenAt {
  readonly acquirer: Acquirer;
  readonly account: ChannelAccount;
  readonly merchantNo: string;
  /** Where it is one of ours. */
  readonly terminal: Terminal | undefined;
}

/** A transaction that has no batch and trace goes by the acquirer's number of the payment, and within it by its own. */
const refOf = (acquirer: Acquirer, { tradeNo }: Told, part = ''): TransactionRef =>
  `${acquirer}.${tradeNo}${part === '' ? '' : `.${part}`}`;

export function paymentFactOf(told: Told, at: TakenAt): PaymentFact {
  const { meaning, status, part, amount } = told;
  const { attempted, outcome } = meaning;
  const ref = refOf(at.acquirer, told, part);
  const said = saidOf(told, at);
  switch (outcome) {
    case 'unknown':
      return {
        ...said,
        type: 'PaymentOutcomeUnknown',
        key: unknownKey(attempted, ref),
        attempted,
        amount,
        responseCode: status,
      };
    case 'declined':
      return { ...said, type: 'PaymentDeclined', key: declinedKey(attempted, ref), attempted, amount, responseCode: status };
    case 'approved':
      return approved(told, at, ref);
    default:
      return assertNever(outcome, 'outcome');
  }
}

function approved(told: Told, at: TakenAt, ref: TransactionRef): PaymentFact {
  const { amount, method, channelTradeNo, rrn, card, cardType, payer } = told;
  const { attempted } = told.meaning;
  const said = { ...saidOf(told, at), key: factKey(attempted, ref) };
  switch (attempted) {
    case 'purchase':
      return {
        ...said,
        type: 'PaymentPurchased',
        amount,
        channel: at.acquirer,
        method,
        ...(channelTradeNo !== undefined && { channelTradeNo }),
        ...(rrn !== undefined && { rrn }),
        ...(card !== undefined && { card }),
        ...(payer !== undefined && { payer }),
        ...(cardType !== undefined && { cardType }),
      };
    case 'refund':
      return { ...said, type: 'PaymentRefunded', amount, channel: at.acquirer, method };
    case 'purchase_void':
      return { ...said, type: 'PurchaseVoided' };
    case 'reversal': {
      const original = refOf(at.acquirer, told);
      return {
        ...said,
        type: 'PaymentReversed',
        key: factKey('reversal', original),
        originalKey: factKey('purchase', original),
      };
    }
    default:
      return assertNever(attempted, 'kind of transaction');
  }
}

function saidOf(told: Told, at: TakenAt) {
  const { merchantNo } = at;
  const { operatorNo } = told;
  return {
    paymentId: paymentIdOf(merchantNo, refOf(at.acquirer, told)),
    occurredAt: told.occurredAt,
    booking: bookingOf(told, at),
    merchantNo,
    terminalNo: told.terminalNo ?? NO_NUMBER,
    batchNo: NO_NUMBER,
    traceNo: NO_NUMBER,
    ...(operatorNo !== undefined && { operatorNo }),
  };
}

/** The store that its terminal stood in then, else that of the account: sale and settlement meet in one line of the report. */
function bookingOf({ occurredAt, method }: Told, { acquirer: channel, account, terminal }: TakenAt): Booking {
  const { merchantId: merchant, storeId, cutOff } = account;
  return {
    businessDate: businessDateOf(occurredAt, cutOff),
    of: { merchant, store: terminal?.storeAt(occurredAt) ?? storeId, side: 'offline', channel, method },
  };
}
