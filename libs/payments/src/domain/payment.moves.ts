import { addFact, standingFacts, sum, type BusinessDate, type FactSet, type Instant, type Money } from '#kernel';
import { dayOf, effectiveOf, ofType, openTries, type OfType, type Transaction } from './payment.effective.js';
import { NO_NUMBER, refOfKey, type TransactionRef } from './payment.identity.js';
import type { PaymentFact } from './payment.messages.js';

/** A piece of money that a payment moved, or tried to: what whoever keeps the other side's books has a line for. */
export interface MoneyMove {
  readonly ref: TransactionRef;
  readonly kind: 'payment' | 'refund';
  /** `undone`: voided, reversed or declined. `open`: nobody told its outcome. */
  readonly status: 'done' | 'undone' | 'open';
  /** 分 */
  readonly amount: Money;
  /** What was asked for, where less was approved. 分 */
  readonly requested?: Money;
  readonly day: BusinessDate;
  readonly occurredAt: Instant;
  readonly merchant: string;
  readonly channel: string;
  readonly merchantNo: string;
  readonly numbers: MoveNumbers;
  readonly charged: MoveCharged;
}

/** Numbers of the transaction, as far as they were told. */
export interface MoveNumbers {
  readonly terminalNo?: string;
  readonly batchNo?: string;
  readonly traceNo?: string;
  readonly rrn?: string;
  /** Of a refund: what the channel calls the payment. */
  readonly channelTradeNo?: string;
  /** What the channel calls a refund. */
  readonly channelRefundNo?: string;
  readonly requestId?: string;
}

/** What a fee depends on. Of a refund: of which amount, and what was given back of it before. */
export interface MoveCharged {
  readonly method: string;
  readonly product?: string;
  readonly cardType?: string;
  readonly order?: Money;
  readonly refundedBefore?: Money;
}

type Moving = OfType<'PaymentPurchased' | 'PaymentCaptured' | 'PaymentRefunded'>;
type Opening = OfType<'PaymentPurchased' | 'PaymentAuthorized'>;

const KINDS: Readonly<Record<string, MoneyMove['kind']>> = { purchase: 'payment', capture: 'payment', refund: 'refund' };

/** What a payment moved, by all that was told of it, in whatever order: by time, then by key. */
export function movesOf(told: readonly PaymentFact[]): MoneyMove[] {
  const set = told.reduce<FactSet<PaymentFact>>((facts, fact) => addFact(facts, fact), new Map());
  const facts = standingFacts(set);
  const { kept, live } = effectiveOf(facts);
  const opening = ofType(facts, 'PaymentPurchased', 'PaymentAuthorized')[0];
  const moving = ofType(facts, 'PaymentPurchased', 'PaymentCaptured', 'PaymentRefunded');
  const answered = new Set(moving.map(({ key }) => refOfKey(key)));
  const open = new Set<PaymentFact>(openTries(facts, kept));
  const tries = ofType(facts, 'PaymentOutcomeUnknown').filter(({ key }) => !answered.has(refOfKey(key)));
  return [
    ...moving.map((fact) => moveOf(fact, { opening, live })),
    ...tries.flatMap((tried) => tryOf(tried, open.has(tried) ? 'open' : 'undone', opening)),
  ];
}

interface Within {
  readonly opening: Opening | undefined;
  readonly live: readonly Transaction[];
}

function moveOf(fact: Moving, within: Within): MoneyMove {
  const isRefund = fact.type === 'PaymentRefunded';
  const { requestedAmount } = fact.type === 'PaymentPurchased' ? fact : {};
  return {
    ...saidOf(fact, within.opening),
    kind: isRefund ? 'refund' : 'payment',
    status: within.live.includes(fact) ? 'done' : 'undone',
    amount: fact.amount,
    ...(requestedAmount !== undefined && requestedAmount > fact.amount && { requested: requestedAmount }),
    charged: chargedOf(fact, within),
  };
}

function tryOf(tried: OfType<'PaymentOutcomeUnknown'>, status: 'open' | 'undone', opening: Opening | undefined): MoneyMove[] {
  const kind = KINDS[tried.attempted];
  if (kind === undefined) return [];
  return [{ ...saidOf(tried, opening), kind, status, amount: tried.amount, charged: { method: tried.booking.of.method } }];
}

type Told = Moving | OfType<'PaymentOutcomeUnknown'>;

function saidOf(fact: Told, opening: Opening | undefined) {
  const { booking, instructionId, key, merchantNo, occurredAt, rrn } = fact;
  const ref = refOfKey(key);
  const request = instructionId?.startsWith('req_') ? instructionId : undefined;
  const numbers: MoveNumbers = {
    ...numberOf('terminalNo', fact.terminalNo),
    ...numberOf('batchNo', fact.batchNo),
    ...numberOf('traceNo', fact.traceNo),
    ...(rrn !== undefined && { rrn }),
    ...channelNumbersOf(fact, opening),
    ...(request !== undefined && { requestId: request }),
  };
  const { channel, merchant } = booking.of;
  return { ref, day: dayOf(fact), occurredAt, merchant, channel, merchantNo, numbers };
}

/** An acquirer's notice goes by the acquirer's numbers, and its statement knows no others: the wallet behind it has its own. */
function channelNumbersOf({ booking, key, traceNo }: Told, opening: Opening | undefined): MoveNumbers {
  const [channel, tradeNo, refundNo] = refOfKey(key).split('.');
  if (traceNo === NO_NUMBER && channel === booking.of.channel && tradeNo !== undefined)
    return { channelTradeNo: tradeNo, ...(refundNo !== undefined && { channelRefundNo: refundNo }) };
  const trade = opening?.type === 'PaymentPurchased' ? opening.channelTradeNo : undefined;
  return trade === undefined ? {} : { channelTradeNo: trade };
}

const numberOf = (name: string, no: string): object => (no === NO_NUMBER ? {} : { [name]: no });

/** A refund is held against all that was taken, and after the refunds that came before it. */
function chargedOf(fact: Moving, { live, opening }: Within): MoveCharged {
  const product = opening?.product;
  const cardType = opening?.cardType;
  const said = {
    method: fact.booking.of.method,
    ...(product !== undefined && { product }),
    ...(cardType !== undefined && { cardType }),
  };
  if (fact.type !== 'PaymentRefunded') return said;
  const refunds = ofType(live, 'PaymentRefunded');
  const taken = ofType(live, 'PaymentPurchased', 'PaymentCaptured');
  const before = refunds.slice(0, Math.max(0, refunds.indexOf(fact)));
  return { ...said, order: totalOf(taken), refundedBefore: totalOf(before) };
}

const totalOf = (facts: readonly { readonly amount: Money }[]): Money => sum(facts.map(({ amount }) => amount));
