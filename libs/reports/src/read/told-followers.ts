import type { StoredEvent } from '#event-log';
import type { CollectionStanding } from '#collections';
import type { DisputeStanding } from '#disputes';
import type { Instant } from '#kernel';
import type { ReferenceStanding } from '#payments';
import { standingOf } from '#projections';
import type { SettlementFact } from '#settlements';
import type { StatementRowStanding } from '#statements';
import { factOf, idReference, numbersReference, rrnReference } from './told-references.js';
import { kindOf, orderStreamOf, terminalOf } from './told-transactions.js';
import type { ChargedRow, CollectedOrder, Follower, Reference } from './transaction.js';

/** By the kind of stream; the last event of a stream says what it belongs to. */
const READ: Readonly<Record<string, (event: StoredEvent) => Follower | undefined>> = {
  'settlement-acquirer': ofSettlement,
  'douyin-movement': ofSettlement,
  dispute: ofDispute,
  'payment-reference': ofReference,
};

/** What an event says of its stream as one that belongs to a transaction; undefined of a stream of another kind. */
export const followerOf = (event: StoredEvent): Follower | undefined => READ[kindOf(event.stream)]?.(event);

/** What an event says of the order that its stream collects. */
export function collectedOrderOf(event: StoredEvent): CollectedOrder {
  const { orderId, collected } = standingOf(event) as CollectionStanding;
  return { stream: orderStreamOf(orderId), collected };
}

function ofSettlement(event: StoredEvent): Follower | undefined {
  const { stream } = event;
  const fact = factOf(event) as SettlementFact;
  if (fact.type === 'DouyinAccountMoved') {
    const follows = fact.orderId === undefined ? null : idReference(fact.orderId);
    return { stream, follows, channel: 'douyin', account: fact.shopId, terminal: null, at: fact.occurredAt };
  }
  if (fact.type !== 'AcquirerSettlementRecorded') return undefined;
  const { channel, merchantNo, terminalNo, occurredAt } = fact;
  return {
    stream,
    follows: strongestOf(fact),
    channel,
    account: merchantNo,
    terminal: terminalOf(merchantNo, terminalNo),
    at: occurredAt,
  };
}

function ofDispute(event: StoredEvent): Follower {
  const { paymentId, rrn, merchantNo, channel, terminalNo, openedAt } = standingOf(event) as DisputeStanding;
  return {
    stream: event.stream,
    follows: strongestOf({ merchantNo, paymentId: paymentId ?? undefined, rrn: rrn ?? undefined }),
    channel,
    account: merchantNo,
    terminal: terminalOf(merchantNo, terminalNo ?? undefined),
    at: openedAt,
  };
}

function ofReference(event: StoredEvent): Follower {
  const { merchantNo, originalRrn, paymentId } = standingOf(event) as ReferenceStanding;
  return {
    stream: event.stream,
    follows: paymentId === null ? rrnReference(merchantNo, originalRrn) : idReference(paymentId),
    channel: null,
    account: null,
    terminal: null,
    at: null,
  };
}

interface Naming {
  readonly merchantNo: string;
  readonly paymentId?: string | undefined;
  readonly rrn?: string | undefined;
}

function strongestOf({ merchantNo, paymentId, rrn }: Naming): Reference | null {
  if (paymentId !== undefined) return idReference(paymentId);
  return rrn === undefined ? null : rrnReference(merchantNo, rrn);
}

/** A row of a trade bill; undefined of other rows: a fund flow would tell the fee again. */
export function chargedRowOf({ stream }: StoredEvent, { row, merchant }: StatementRowStanding): ChargedRow | undefined {
  const { channel, account, amount, direction, billDate } = row;
  if (row.book !== 'trades') return undefined;
  const { channelTradeNo = null, rrn = null, terminalNo, batchNo, traceNo } = row.refs;
  const isNumbered = terminalNo !== undefined && batchNo !== undefined && traceNo !== undefined;
  const occurredAt = row.occurredAt as Instant;
  const numbers = isNumbered ? numbersReference({ merchantNo: account, terminalNo, batchNo, traceNo, occurredAt }) : undefined;
  return {
    stream,
    merchant,
    channel,
    account,
    method: row.method ?? null,
    tradeNo: channelTradeNo,
    rrn,
    numbers: numbers?.value ?? null,
    amount: direction === 'in' ? amount : 0 - amount,
    fee: row.fee ?? null,
    billDate,
  };
}
