import {
  Fault,
  ZERO,
  assertNever,
  businessDateOf,
  money,
  parseInstant,
  plusMs,
  type Booking,
  type BusinessDate,
  type Instant,
  type Money,
} from '#kernel';
import type { Terminal } from '#merchants';
import {
  declinedKey,
  factKey,
  transactionRef,
  unknownKey,
  type PaymentFact,
  type PaymentId,
  type ReferencedFact,
} from '#payments';
import type { TerminalBatchTotalled } from '#settlements';
import type { ChannelCommand } from '../channel-command.js';
import { personAs } from '../persons.js';
import type { PosTransaction } from './transaction.js';
import type { TransactionPlan } from './transaction-plan.js';

const THIRTY_DAYS_MS = 30 * 86_400_000;

/** What a terminal said, as a command to the payment, or to what is known of the RRN that names it. */
export function paymentCommandOf(transaction: PosTransaction, plan: TransactionPlan, terminal: Terminal): ChannelCommand {
  const { belongsTo } = plan;
  if ('paymentId' in belongsTo) {
    const fact = paymentFactOf(transaction, plan, { ...saidOf(transaction, plan, terminal), ...belongsTo });
    return { feature: 'payments', command: { type: 'RecordPaymentFact', fact } };
  }
  const { paymentId: _stand, ...fact } = paymentFactOf(transaction, plan, {
    ...saidOf(transaction, plan, terminal),
    paymentId: '',
  });
  return { feature: 'references', command: { type: 'RecordReferencedFact', fact: referenced({ ...fact, ...belongsTo }) } };
}

/** A refund by RRN, or what became of it: the same facts under their own names. */
function referenced(fact: Omit<PaymentFact, 'paymentId'> & { readonly originalRrn: string }): ReferencedFact {
  const type = REFERENCED[fact.type];
  if (!type) throw new Fault(`${fact.type} can not be named by an RRN`);
  return { ...fact, type } as ReferencedFact;
}

const REFERENCED: Readonly<Partial<Record<PaymentFact['type'], ReferencedFact['type']>>> = {
  PaymentRefunded: 'ReferencedRefundMade',
  PaymentReversed: 'ReferencedRefundReversed',
  PaymentDeclined: 'ReferencedRefundDeclined',
  PaymentOutcomeUnknown: 'ReferencedRefundUnknown',
};

function paymentFactOf(transaction: PosTransaction, plan: TransactionPlan, said: OfPayment): PaymentFact {
  const { attempted, outcome } = plan;
  const ref = transactionRef(plan.numbers);
  const tried = { attempted, amount: amountOf(transaction) };
  const { response_code: code } = transaction;
  switch (outcome) {
    case 'unknown':
      return {
        ...said,
        type: 'PaymentOutcomeUnknown',
        key: unknownKey(attempted, ref),
        ...tried,
        ...(code && { responseCode: code }),
      };
    case 'declined':
      return { ...said, type: 'PaymentDeclined', key: declinedKey(attempted, ref), ...tried, responseCode: code ?? '' };
    case 'approved':
      return approved(transaction, plan, { ...said, key: factKey(attempted, ref) });
    default:
      return assertNever(outcome, 'outcome');
  }
}

const amountOf = ({ amount }: PosTransaction): Money => (amount === undefined ? ZERO : money(amount));

type Said = ReturnType<typeof saidOf>;
type OfPayment = Said & { readonly paymentId: PaymentId };

function saidOf(transaction: PosTransaction, plan: TransactionPlan, terminal: Terminal) {
  const { merchant_no: merchantNo, rrn, instruction_id: instructionId, settlement_date: settlementDate } = transaction;
  const { terminalNo, batchNo, traceNo } = plan.numbers;
  return {
    occurredAt: plan.occurredAt,
    booking: bookingOf(transaction, plan.occurredAt, terminal),
    merchantNo,
    terminalNo,
    batchNo,
    traceNo,
    ...(rrn !== undefined && { rrn }),
    ...(settlementDate !== undefined && { settlementDate: settlementDate as BusinessDate }),
    ...(instructionId !== undefined && { instructionId }),
    ...operatorOf(transaction),
  };
}

/** Who asks what became of a transaction, or repeats its reversal, need not be who was at the till. */
function operatorOf({ kind, operator_no: operatorNo }: PosTransaction): { operatorNo?: string } {
  return operatorNo === undefined || kind === 'inquiry' || kind === 'reversal' ? {} : { operatorNo };
}

function bookingOf(transaction: PosTransaction, at: Instant, terminal: Terminal): Booking {
  const { channel = terminal.acquirer, method = 'card', settlement_date: settled } = transaction;
  const { merchantId: merchant, cutOff } = terminal;
  return {
    businessDate: (settled as BusinessDate | undefined) ?? businessDateOf(at, cutOff),
    of: { merchant, store: terminal.storeAt(at), side: 'offline', channel, method },
  };
}

function approved(transaction: PosTransaction, plan: TransactionPlan, said: OfPayment & { readonly key: string }): PaymentFact {
  const amount = amountOf(transaction);
  const { channel, method } = said.booking.of;
  const opened = { ...cardOf(transaction), ...partOf(transaction) };
  switch (plan.attempted) {
    case 'authorization':
      return {
        ...said,
        type: 'PaymentAuthorized',
        amount,
        channel,
        method,
        ...opened,
        ...holdOf(transaction, plan.occurredAt),
      };
    case 'purchase':
      return { ...said, type: 'PaymentPurchased', amount, channel, method, ...opened, ...tradeNoOf(transaction) };
    case 'capture':
      return { ...said, type: 'PaymentCaptured', amount };
    case 'refund':
      return { ...said, type: 'PaymentRefunded', amount, channel, method };
    case 'authorization_void':
      return { ...said, type: 'AuthorizationVoided' };
    case 'purchase_void':
      return { ...said, type: 'PurchaseVoided' };
    case 'capture_void':
      return { ...said, type: 'CaptureVoided', originalKey: originalKeyOf(plan) };
    case 'reversal':
      return { ...said, type: 'PaymentReversed', originalKey: originalKeyOf(plan), ...reasonOf(transaction) };
    default:
      return assertNever(plan.attempted, 'kind of transaction');
  }
}

/** A hold ends by itself after about 30 days unless the acquirer says otherwise. */
const holdOf = ({ auth_code, expires_at, multi_capture }: PosTransaction, at: Instant) => ({
  authCode: auth_code ?? '',
  expiresAt: (expires_at === undefined ? undefined : parseInstant(expires_at)) ?? plusMs(at, THIRTY_DAYS_MS),
  multiCapture: multi_capture ?? false,
});

/** What the fee of a payment depends on beside channel, method and amount. */
const cardOf = ({ card, card_type: cardType, product }: PosTransaction) => ({
  ...personAs('card', card),
  ...(cardType !== undefined && { cardType }),
  ...(product !== undefined && { product }),
});

const PARTIAL_APPROVAL = '10';

/** The amount of a message is that of the answer, and it alone counts. */
const partOf = ({ requested_amount: requested, response_code }: PosTransaction) => ({
  ...(requested !== undefined && { requestedAmount: money(requested) }),
  ...(response_code === PARTIAL_APPROVAL && { partial: true as const }),
});

const tradeNoOf = ({ channel_trade_no: channelTradeNo }: PosTransaction) =>
  channelTradeNo === undefined ? {} : { channelTradeNo };
const reasonOf = ({ reason }: PosTransaction) => (reason === undefined ? {} : { reason });

function originalKeyOf({ attempted, original, numbers }: TransactionPlan): string {
  const kind = attempted === 'capture_void' ? 'capture' : (original?.kind ?? 'purchase');
  return factKey(kind, transactionRef(original?.numbers ?? numbers));
}

/** Totals of a batch (0500). One batch is totalled once a day; another total contradicts it. */
export function batchTotalOf(transaction: PosTransaction, at: Instant, terminal: Terminal): TerminalBatchTotalled {
  const { merchant_no: merchantNo, terminal_no: terminalNo, batch_no: batchNo } = transaction;
  return {
    type: 'TerminalBatchTotalled',
    key: 'totals',
    occurredAt: at,
    booking: bookingOf(transaction, at, terminal),
    merchantNo,
    terminalNo,
    batchNo,
    debitTotal: money(transaction.debit_total ?? 0),
    debitCount: transaction.debit_count ?? 0,
    creditTotal: money(transaction.credit_total ?? 0),
    creditCount: transaction.credit_count ?? 0,
  };
}
