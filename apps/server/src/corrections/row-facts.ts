import { refuseCorrection, type RecordedFact } from '#corrections';
import type { CommandHandling } from '#event-log';
import { destinationAt, type MoneyTerms } from '#fees';
import {
  businessDateOf,
  isAmount,
  isRejection,
  localDate,
  money,
  parseInstant,
  type Booking,
  type Instant,
  type Money,
  type Rejection,
} from '#kernel';
import type { MerchantDirectory } from '#merchants';
import {
  NO_NUMBER,
  factKey,
  paymentIdOf,
  paymentStream,
  referenceDecider,
  referenceStream,
  tradeReference,
  transactionRef,
  type PaymentFact,
  type TransactionRef,
} from '#payments';
import { settlementStream, type AcquirerSettled } from '#settlements';
import type { StatementRow, StatementRowStanding } from '#statements';
import type { RecordAs } from './asked.js';
import { METHOD_OF_CHANNEL } from './row-facts.data.js';

export interface RowFactParts {
  readonly handling: CommandHandling;
  readonly directory: MerchantDirectory;
  readonly moneyTerms: Pick<MoneyTerms, 'destinations'>;
}

/** A fact that was made of a row; what it books is not known yet. */
export type Made = Omit<RecordedFact, 'entries'>;

const NUMBER = /^[A-Za-z0-9_-]{1,64}$/;
const MERCHANT_NO = /^[A-Za-z0-9]{1,32}$/;
const NOWHERE = '-';

/** The fact that a row of a statement tells, as it would have come by itself; or why none can be made of it. */
export async function factOfRow(parts: RowFactParts, told: StatementRowStanding, as: RecordAs): Promise<Made | Rejection> {
  const { row, merchant } = told;
  const acquired = await parts.directory.acquiredMerchant(row.account);
  const occurredAt = parseInstant(row.occurredAt);
  if (!occurredAt || !isAmount(row.amount) || row.amount === 0) return unfit('it has no moment or no amount');
  if (!MERCHANT_NO.test(row.account) || acquired?.merchantId !== merchant)
    return unfit('its account is no merchant number of the merchant');
  if (row.book !== 'trades') return unfit('only trades are recorded, not movements of an account');
  const booking = await bookingOf(parts.directory, row, { merchant, occurredAt, cutOff: acquired.cutOff });
  const at = { row, amount: row.amount, occurredAt, booking };
  if (as === 'settlement') return settlementOf(parts, at);
  return row.kind === 'payment' && row.direction === 'in' ? purchaseOf(parts, at) : refundOf(parts, at);
}

const unfit = (why: string): Rejection => refuseCorrection('ROW_CAN_NOT_BE_RECORDED', { why });

interface At {
  readonly row: StatementRow;
  readonly amount: Money;
  readonly occurredAt: Instant;
  readonly booking: Booking;
}

async function bookingOf(
  directory: MerchantDirectory,
  { account, channel, refs }: StatementRow,
  { merchant, occurredAt, cutOff }: { readonly merchant: string; readonly occurredAt: Instant; readonly cutOff: string },
): Promise<Booking> {
  const { terminalNo } = refs;
  const terminal = terminalNo === undefined ? undefined : await directory.terminal(account, terminalNo);
  const store = terminal?.storeAt(occurredAt) ?? NOWHERE;
  const method = METHOD_OF_CHANNEL[channel] ?? 'unknown';
  return { businessDate: businessDateOf(occurredAt, cutOff), of: { merchant, store, side: 'offline', channel, method } };
}

/** By the terminal's numbers where they are all told, so that the terminal's own message, if it comes, is the same fact. */
function openingRef({ channel, refs }: StatementRow, occurredAt: Instant): TransactionRef | undefined {
  const { terminalNo = '', batchNo = '', traceNo = '', channelTradeNo, rrn, merchantOrderNo } = refs;
  if ([terminalNo, batchNo, traceNo].every((number) => NUMBER.test(number)))
    return transactionRef({ terminalNo, batchNo, traceNo, date: localDate(occurredAt) });
  const number = [channelTradeNo, rrn, merchantOrderNo].find((one) => one !== undefined && NUMBER.test(one));
  return number === undefined ? undefined : `${channel}.${number}`;
}

const numbersOf = ({ account, refs }: StatementRow) => ({
  merchantNo: account,
  terminalNo: refs.terminalNo ?? NO_NUMBER,
  batchNo: refs.batchNo ?? NO_NUMBER,
  traceNo: refs.traceNo ?? NO_NUMBER,
});

async function purchaseOf(parts: RowFactParts, { row, amount, occurredAt, booking }: At): Promise<Made | Rejection> {
  const { channelTradeNo, rrn } = row.refs;
  const ref = openingRef(row, occurredAt);
  if (ref === undefined) return unfit('it has no number that a payment could be known by');
  const paymentId = paymentIdOf(row.account, ref);
  const known = await knownPayment(parts, row, booking.of.merchant);
  if (known !== undefined && known !== paymentId) return refuseCorrection('ROW_RECORDED_ALREADY', { paymentId: known });
  const { channel, method } = booking.of;
  return asMade({
    type: 'PaymentPurchased',
    key: factKey('purchase', ref),
    paymentId,
    occurredAt,
    booking,
    ...numbersOf(row),
    amount,
    channel,
    method,
    ...(channelTradeNo !== undefined && { channelTradeNo }),
    ...(rrn !== undefined && { rrn }),
  });
}

async function refundOf(parts: RowFactParts, { row, amount, occurredAt, booking }: At): Promise<Made | Rejection> {
  if (row.kind !== 'refund' || row.direction !== 'out') return unfit(`a ${row.kind} is neither a payment nor a refund`);
  const paymentId = await knownPayment(parts, row, booking.of.merchant);
  if (paymentId === undefined) return unfit('the payment that it gives back is not known: record that first');
  const { channelRefundNo, merchantRefundNo } = row.refs;
  const number = [channelRefundNo, merchantRefundNo].find((one) => one !== undefined && NUMBER.test(one));
  if (number === undefined) return unfit('it has no number that a refund could be known by');
  const { channel, method } = booking.of;
  const key = factKey('refund', `${row.channel}.${number}`);
  return asMade({ type: 'PaymentRefunded', key, paymentId, occurredAt, booking, ...numbersOf(row), amount, channel, method });
}

const asMade = (fact: Extract<PaymentFact, { readonly type: 'PaymentPurchased' | 'PaymentRefunded' }>): Made => ({
  feature: 'payments',
  stream: paymentStream(fact.paymentId),
  fact,
});

/** The payment that carried one of the row's numbers: as others told it, or as a row like this one was recorded before. */
async function knownPayment({ handling }: RowFactParts, row: StatementRow, merchant: string): Promise<string | undefined> {
  const { channelTradeNo, rrn } = row.refs;
  const references = [
    ...(channelTradeNo !== undefined && NUMBER.test(channelTradeNo)
      ? [referenceStream(merchant, tradeReference(channelTradeNo))]
      : []),
    ...(rrn !== undefined && NUMBER.test(rrn) ? [referenceStream(row.account, rrn)] : []),
  ];
  for (const reference of references) {
    const { state } = await handling.load(reference, referenceDecider);
    if (state.standing?.paymentId) return state.standing.paymentId;
  }
  return undefined;
}

/** A row that says what was paid out of a transaction: gross, fee and net add up, and the money's way is agreed. */
async function settlementOf(parts: RowFactParts, { row, amount, occurredAt, booking }: At): Promise<Made | Rejection> {
  const account = await bankAccountOf(parts, row, occurredAt);
  if (isRejection(account)) return account;
  const { fee, net, key, direction, channel } = row;
  if (fee === undefined || net === undefined) return unfit('it tells no fee or no net amount');
  if (Math.abs(net) + Math.abs(fee) !== amount) return unfit('net and fee are not its amount');
  const { terminalNo, rrn } = row.refs;
  const fact: AcquirerSettled = {
    type: 'AcquirerSettlementRecorded',
    key,
    settlementNo: key,
    occurredAt,
    booking,
    channel,
    method: booking.of.method,
    merchantNo: row.account,
    ...(terminalNo !== undefined && { terminalNo }),
    ...(rrn !== undefined && { rrn }),
    direction,
    gross: amount,
    fee: money(Math.abs(fee)),
    net: money(Math.abs(net)),
    bankAccount: account,
  };
  return { feature: 'settlements', stream: settlementStream(fact), fact };
}

async function bankAccountOf({ moneyTerms }: RowFactParts, row: StatementRow, at: Instant): Promise<string | Rejection> {
  const payee = destinationAt(await moneyTerms.destinations(row.channel, row.account), at)?.payee;
  return payee?.kind === 'bank_account' ? payee.account : unfit('no bank account is agreed that this money goes to');
}
