import { localDate } from '#kernel';
import type { CollectionStanding, RequestStatus } from '#collections';
import type { MiniAppFact } from '#miniapp';
import type { OrderStanding } from '#orders';
import type { MoneyMove } from '#payments';
import type { AcquirerSettled, DouyinMoved, DouyinSettled, SettlementStanding } from '#settlements';
import type { LifeMoved, LifeMovementStanding } from '#vouchers';
import type { Item } from '../item.js';
import { SUM_OF, type ItemRow } from './items.tables.js';

const PAYOUT = { side: 'ledger', book: 'payouts', kind: 'payout' } as const;

const REST = { bankAccount: null, partOf: null, purpose: null, charged: null } as const;

/** A transaction of a payment. A refund by RRN whose payment is not known is none yet: it waits on suspense, and in the worklist. */
export function itemOfMove(stream: string, move: MoneyMove): ItemRow {
  const { amount, channel, charged, day, kind, merchant, merchantNo, numbers, occurredAt, ref, requested, status } = move;
  return {
    ...REST,
    id: `${stream}#${ref}`,
    source: 'payment',
    stream,
    side: 'ledger',
    book: 'trades',
    channel,
    account: merchantNo,
    merchant,
    kind,
    direction: kind === 'payment' ? 'in' : 'out',
    amount,
    status,
    ...(requested !== undefined && { requested }),
    day,
    occurredAt,
    refs: { ...numbers, paymentId: stream.slice(stream.indexOf('.') + 1) },
    charged,
  };
}

/** What a mini-app was paid and gave back, one fact a key. */
export const itemsOfMiniApp = (stream: string, facts: readonly MiniAppFact[]): ItemRow[] => {
  const paid = facts.find((fact) => fact.type === 'MiniAppPaymentSucceeded');
  const trade = paid?.channelTradeNo === undefined ? {} : { channelTradeNo: paid.channelTradeNo };
  return facts.flatMap((fact): ItemRow[] => {
    if (fact.type !== 'MiniAppPaymentSucceeded' && fact.type !== 'MiniAppRefundSucceeded') return [];
    const { amount, appId, booking, key, occurredAt, outOrderNo } = fact;
    const isRefund = fact.type === 'MiniAppRefundSucceeded';
    return [
      {
        ...REST,
        id: `${stream}#${key}`,
        source: 'mini-app',
        stream,
        side: 'ledger',
        book: 'trades',
        channel: booking.of.channel,
        account: appId,
        merchant: booking.of.merchant,
        kind: isRefund ? 'refund' : 'payment',
        direction: isRefund ? 'out' : 'in',
        amount,
        status: 'done',
        day: booking.businessDate,
        occurredAt,
        refs: {
          ...trade,
          ...(outOrderNo !== undefined && { merchantOrderNo: outOrderNo }),
          ...(isRefund && { channelRefundNo: fact.refundId }),
        },
      },
    ];
  });
};

/** What Douyin has to settle of an order: what the buyer paid, less what was given back of that. Who settles nets the two as well. */
export function itemsOfOrder(stream: string, standing: OrderStanding): ItemRow[] {
  const { createdAt, merchant, method, orderId, paid, paidAt, refunded, refundedElsewhere, shopId } = standing;
  const at = paidAt ?? createdAt;
  if (at === null || paid + refunded === 0) return [];
  const due = paid - (refunded - refundedElsewhere);
  return [
    {
      ...REST,
      id: stream,
      source: 'order',
      stream,
      side: 'ledger',
      book: 'trades',
      channel: 'douyin',
      account: shopId,
      merchant,
      kind: 'payment',
      direction: due < 0 ? 'out' : 'in',
      amount: Math.abs(due),
      status: 'done',
      day: localDate(at),
      occurredAt: at,
      refs: { orderId },
      charged: { method, order: paid },
    },
  ];
}

/** What local life paid out, or drew back. */
export function itemsOfLifeMovement(
  stream: string,
  { amount, clientKey, merchant, movedAt, movementNo, purpose }: LifeMovementStanding,
  { bankAccount }: Pick<LifeMoved, 'bankAccount'>,
): ItemRow[] {
  if (purpose !== 'withdrawal') return [];
  return [
    {
      ...REST,
      ...PAYOUT,
      id: stream,
      stream,
      merchant,
      source: 'withdrawal',
      channel: 'douyin-life',
      account: clientKey,
      bankAccount: bankAccount ?? null,
      direction: amount < 0 ? 'in' : 'out',
      amount: Math.abs(amount),
      status: 'done',
      day: localDate(movedAt),
      occurredAt: movedAt,
      refs: { channelTradeNo: movementNo },
    },
  ];
}

type SettlementFact = Omit<DouyinSettled | DouyinMoved | AcquirerSettled, 'type'>;

/** What a channel paid out, and what Douyin settled of an order. */
export function itemsOfSettlement(stream: string, standing: SettlementStanding, fact: SettlementFact): ItemRow[] {
  const { gross, kind, merchant, net, purpose, settledAt } = standing;
  const common: Common = {
    ...REST,
    id: stream,
    stream,
    merchant,
    status: 'done',
    day: localDate(settledAt),
    occurredAt: settledAt,
    direction: net < 0 || gross < 0 ? 'out' : 'in',
    net,
  };
  if (kind === 'douyin') return [settledRow(common, standing, fact as DouyinSettled)];
  if (kind === 'acquirer') return [paidOut(common, standing, fact as AcquirerSettled)];
  return kind === 'douyin_movement' && purpose === 'withdrawal' ? [withdrawn(common, standing, fact as DouyinMoved)] : [];
}

type Common = Omit<ItemRow, 'source' | 'side' | 'book' | 'channel' | 'account' | 'kind' | 'amount' | 'refs'>;

/**
 * The buyer's money alone: what platforms add is no part of what was paid. What is taken off goes to several parties, by other bases than
 * that: it is no fee to hold against a schedule here.
 */
const settledRow = (common: Common, { gross }: SettlementStanding, row: DouyinSettled): ItemRow => ({
  ...common,
  source: 'settle-row',
  side: 'statement',
  book: 'trades',
  channel: 'douyin',
  account: row.shopId,
  kind: 'payment',
  amount: Math.max(0, Math.abs(gross) - row.subsidy),
  refs: { orderId: row.orderId, subOrderId: row.subOrderId },
  partOf: [SUM_OF.order, row.shopId, row.orderId].join('.'),
});

function paidOut(common: Common, { fees, net, reference }: SettlementStanding, row: AcquirerSettled): ItemRow {
  const { bankAccount, channel, merchantNo, paymentId, rrn, terminalNo } = row;
  return {
    ...common,
    ...PAYOUT,
    source: 'settlement',
    channel,
    account: merchantNo,
    bankAccount,
    amount: Math.abs(net),
    fee: fees,
    refs: {
      channelTradeNo: reference,
      ...(paymentId !== undefined && { paymentId }),
      ...(rrn !== undefined && { rrn }),
      ...(terminalNo !== undefined && { terminalNo }),
    },
    partOf: [SUM_OF.payout, channel, merchantNo, bankAccount, common.day].join('.'),
  };
}

/** Out of the shop's account is in at the bank. */
function withdrawn({ net: _net, ...common }: Common, { net, reference }: SettlementStanding, { shopId }: DouyinMoved): ItemRow {
  return {
    ...common,
    ...PAYOUT,
    source: 'withdrawal',
    channel: 'douyin',
    account: shopId,
    direction: common.direction === 'out' ? 'in' : 'out',
    amount: Math.abs(net),
    refs: { channelTradeNo: reference },
  };
}

const REQUEST_STATUS: Readonly<Record<RequestStatus, Item['status']>> = {
  requested: 'open',
  confirmed: 'open',
  unknown: 'open',
  cancelled: 'undone',
  expired: 'undone',
  declined: 'undone',
  reversed: 'undone',
  approved: 'done',
  partly_refunded: 'done',
  refunded: 'done',
};

/** What terminals were asked to collect. They are read beside the payment that carries them out, wherever that was taken. */
export const itemsOfCollection = (stream: string, { merchant, orderId, requests }: CollectionStanding): ItemRow[] =>
  requests.map(({ amount, merchantNo, requestedAt, requestId, status, terminalNo }) => ({
    ...REST,
    id: `${stream}#${requestId}`,
    source: 'request',
    stream,
    side: 'order',
    book: 'trades',
    channel: '-',
    account: merchantNo,
    merchant,
    kind: 'payment',
    direction: 'in',
    amount,
    status: REQUEST_STATUS[status],
    day: localDate(requestedAt),
    occurredAt: requestedAt,
    refs: { requestId, orderId, terminalNo },
  }));
