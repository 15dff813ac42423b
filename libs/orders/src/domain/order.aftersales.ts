import { ZERO, sum, type Money } from '#kernel';
import type { OrderFact } from './order.messages.js';
import type { AftersaleCase, AftersaleMoved, AftersaleStatus, RefundSucceeded } from './order-aftersale.messages.js';
import { all } from './order.facts-in.js';
import { movesMoney } from './order.refund-channel.js';

/** `aftersale_status`: an exchange, re-send or repair is done; the case failed or was closed. */
const GOODS_GIVEN = 14;
const CLOSED = 28;
const OVER: ReadonlySet<AftersaleStatus> = new Set(['refunded', 'goods_given', 'closed']);

/** The cases of an order, by id. Facts in canonical order. */
export function aftersalesIn(facts: readonly OrderFact[]): AftersaleCase[] {
  const moves = Map.groupBy(all(facts, 'DouyinAftersaleMoved'), ({ aftersaleId }) => aftersaleId);
  const refunds = Map.groupBy(all(facts, 'DouyinRefundSucceeded'), ({ aftersaleId }) => aftersaleId);
  return [...new Set([...moves.keys(), ...refunds.keys()])]
    .sort()
    .map((aftersaleId) => caseOf(aftersaleId, moves.get(aftersaleId) ?? [], refunds.get(aftersaleId) ?? []));
}

/** Neither refunded nor closed, nor were goods given. A close is final: the platform opens a new case afterwards. */
export const isOpen = ({ status }: AftersaleCase): boolean => !OVER.has(status);

/** Refunds of money, 分. */
export const refundedIn = (facts: readonly OrderFact[]): Money =>
  sum(
    all(facts, 'DouyinRefundSucceeded')
      .filter(movesMoney)
      .map(({ amount }) => amount),
  );

/** Both ends of one case were told. */
export const isClosedAndRefunded = (facts: readonly OrderFact[]): boolean => {
  const refunded = new Set(all(facts, 'DouyinRefundSucceeded').map(({ aftersaleId }) => aftersaleId));
  return all(facts, 'DouyinAftersaleMoved').some((move) => isClose(move) && refunded.has(move.aftersaleId));
};

function caseOf(aftersaleId: string, moves: readonly AftersaleMoved[], refunds: readonly RefundSucceeded[]): AftersaleCase {
  const told = [...moves, ...refunds];
  const asked = moves.flatMap(({ refundAmount }) => (refundAmount === undefined ? [] : [refundAmount]));
  return {
    aftersaleId,
    subOrderId: told.find(({ subOrderId }) => subOrderId !== undefined)?.subOrderId ?? null,
    status: statusOf(moves, refunds),
    aftersaleType: moves.findLast(({ aftersaleType }) => aftersaleType !== undefined)?.aftersaleType ?? null,
    asked: asked.length === 0 ? null : asked.reduce((most, each) => (each > most ? each : most)),
    refunded: refundedIn(refunds),
    refundChannel: refunds.find(({ refundChannel }) => refundChannel !== undefined)?.refundChannel ?? null,
  };
}

function statusOf(moves: readonly AftersaleMoved[], refunds: readonly RefundSucceeded[]): AftersaleStatus {
  if (refunds.length > 0) return 'refunded';
  if (moves.some(isClose)) return 'closed';
  if (moves.some(({ aftersaleStatus }) => aftersaleStatus === GOODS_GIVEN)) return 'goods_given';
  return moves.at(-1)?.step ?? 'applied';
}

const isClose = ({ step, aftersaleStatus }: AftersaleMoved): boolean => step === 'closed' || aftersaleStatus === CLOSED;

export const askedAbove = ({ asked, refunded }: AftersaleCase): boolean => refunded > (asked ?? refunded) && asked !== ZERO;
