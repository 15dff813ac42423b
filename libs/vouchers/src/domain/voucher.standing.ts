import { ZERO, invariant, sum, type Money } from '#kernel';
import type { CancelledUse, VoucherException, VoucherFact, VoucherStanding, VoucherStatus } from './voucher.messages.js';
import { droppedAs, feesOf, grossOf, liveRows, settledRows } from './voucher.rows.js';
import { worthOf, type Worth } from './voucher.worth.js';

interface Findings {
  readonly contradicted: readonly string[];
  /** A refund reached into what a redeemed voucher earned. */
  readonly isRevenueRefunded: boolean;
}

/** Where a voucher order stands after a set of facts, given in canonical order. */
export function standingOf(facts: readonly VoucherFact[], findings: Findings): VoucherStanding {
  const worth = worthOf(facts);
  const { paid, standing: uses, refunds, certificateIds } = worth;
  const anchor = paid ?? facts[0];
  invariant(anchor !== undefined, 'a voucher order stands on at least one fact');
  const settled = settledRows(facts);
  const lastUse = uses.at(-1);
  return {
    orderId: anchor.orderId,
    clientKey: anchor.clientKey,
    accountId: firstSaid(facts, ({ accountId }) => accountId),
    merchant: anchor.booking.of.merchant,
    store: (lastUse?.booking ?? anchor.booking).of.store,
    status: statusOf(worth, settled.length > 0),
    liveRoomId: firstSaid(facts, (fact) => ('liveRoomId' in fact ? fact.liveRoomId : undefined)),
    paidAt: paid?.occurredAt ?? null,
    verifiedAt: lastUse?.at ?? null,
    refundedAt: refunds.at(-1)?.fact.occurredAt ?? null,
    certificateIds,
    uses: uses.length,
    ...(worth.cancelled.length > 0 && { cancelledUses: worth.cancelled.map(cancelledUse) }),
    estimated: worth.isEstimated,
    paid: paid?.amount ?? ZERO,
    verified: verifiedIn(worth),
    refunded: refundedIn(worth),
    ledgerGross: sum(liveRows(facts).map(grossOf)),
    settledGross: sum(settled.map(grossOf)),
    subsidy: sum(settled.map(({ subsidy }) => subsidy)),
    fees: sum(settled.map(feesOf)),
    settledNet: sum(settled.map(({ net }) => net)),
    exceptions: exceptionsOf(facts, worth, findings),
  };
}

const cancelledUse = ({
  key,
  certificateId,
  poiId,
  booking,
  at,
  cancelledBy,
  worth,
}: Worth['cancelled'][number]): CancelledUse => ({
  key,
  certificateId,
  ...(poiId !== undefined && { poiId }),
  store: booking.of.store,
  day: cancelledBy.booking.businessDate,
  verifiedAt: at,
  cancelledAt: cancelledBy.occurredAt,
  worth,
});

const firstSaid = (facts: readonly VoucherFact[], said: (fact: VoucherFact) => string | undefined): string | null =>
  facts.map(said).find((value) => value !== undefined) ?? null;

const verifiedIn = ({ standing }: Worth): Money => sum(standing.map(({ worth }) => worth));
const refundedIn = ({ refunds }: Worth): Money => sum(refunds.map(({ worth }) => worth));

/** Money decides first, then how far it came. A cancelled verification takes an order back. */
function statusOf(worth: Worth, isSettled: boolean): VoucherStatus {
  const { paid, standing, refunds } = worth;
  const amount = paid?.amount ?? ZERO;
  if (refunds.length > 0) return paid && refundedIn(worth) >= amount ? 'refunded' : 'partly_refunded';
  if (isSettled) return 'settled';
  if (standing.length > 0) return verifiedIn(worth) >= amount ? 'verified' : 'partly_verified';
  return paid ? 'paid' : 'unpaid';
}

function exceptionsOf(facts: readonly VoucherFact[], worth: Worth, findings: Findings): VoucherException[] {
  const { paid, standing: uses, refunds } = worth;
  const settled = settledRows(facts);
  const settledIds = new Set(settled.map(({ ledgerId }) => ledgerId));
  const discarded = droppedAs(facts, 'discarded');
  const failed = droppedAs(facts, 'failed').filter((id) => !settledIds.has(id) && !discarded.includes(id));
  const found: [VoucherException, boolean][] = [
    ['VERIFIED_WITHOUT_PAYMENT', !paid && uses.length > 0],
    ['VERIFIED_ABOVE_PAID', paid !== undefined && verifiedIn(worth) > paid.amount],
    ['CANCELLED_WITHOUT_VERIFICATION', worth.strayCancellations.length > 0],
    ['REFUND_WITHOUT_PAYMENT', !paid && refunds.length > 0],
    ['REFUND_ABOVE_PAID', paid !== undefined && refundedIn(worth) > paid.amount],
    ['REFUNDED_AFTER_VERIFICATION', findings.isRevenueRefunded || isRefundOfUsed(worth)],
    ['SETTLED_AFTER_CANCELLATION', settled.some(({ verifyId }) => worth.cancelled.some((use) => use.verifyId === verifyId))],
    ['SETTLEMENT_FAILED', failed.length > 0],
    ['SETTLED_AND_DISCARDED', discarded.some((id) => settledIds.has(id))],
    ['LEDGER_UNLIKE_OWN', isLedgerUnlikeOwn(facts, worth)],
    ['ROW_DOES_NOT_ADD_UP', liveRows(facts).some((row) => row.net + feesOf(row) !== grossOf(row))],
    ['FACTS_CONTRADICT', findings.contradicted.length > 0],
  ];
  return found.flatMap(([code, isSo]) => (isSo ? [code] : []));
}

/** Of a voucher that was used once; a card for several visits may give back the rest. */
const isRefundOfUsed = ({ standing, refunds }: Worth): boolean =>
  refunds.some(({ fact }) => standing.filter(({ certificateId }) => certificateId === fact.certificateId).length === 1);

/** The ledger pays for other amounts than messages said, or for more than the buyer paid. */
function isLedgerUnlikeOwn(facts: readonly VoucherFact[], { paid, standing }: Worth): boolean {
  const isUnlikeSaid = standing.some(({ said, ledger }) => said !== undefined && ledger !== undefined && said !== ledger);
  const inLedger = sum(liveRows(facts).map(({ pay }) => pay));
  if (!paid) return isUnlikeSaid;
  const isOnly = paid.count === 1 && standing.length === 1 && standing[0]?.ledger !== undefined;
  return isUnlikeSaid || inLedger > paid.amount || (isOnly && inLedger !== paid.amount);
}
