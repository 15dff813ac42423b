import { ZERO, allocate, money, remainder, sum, type Money } from '#kernel';
import type { VerificationCancelled, VoucherFact, VoucherPaid, VoucherRefunded } from './voucher.messages.js';
import { usesOf, type Use, type Uses } from './voucher.uses.js';

export interface WorthUse extends Use {
  readonly worth: Money;
}

/** Redeemed and taken back, with what it would have been worth. */
interface CancelledUse extends WorthUse {
  readonly cancelledBy: VerificationCancelled;
}

export interface WorthRefund {
  readonly fact: VoucherRefunded;
  readonly worth: Money;
}

/** An order with what each use and each refund of it is worth. */
export interface Worth extends Pick<Uses, 'strayCancellations'> {
  readonly paid: VoucherPaid | undefined;
  readonly certificateIds: readonly string[];
  /** Redeemed and not cancelled. */
  readonly standing: readonly WorthUse[];
  readonly cancelled: readonly CancelledUse[];
  readonly refunds: readonly WorthRefund[];
  /** Some worth is a share, because nobody said it. */
  readonly isEstimated: boolean;
}

const known = ({ said, ledger }: Use): Money | undefined => said ?? ledger;

/**
 * Messages seldom say what one voucher of an order is worth; the ledger does about an hour later. Until then each use (and each
 * refund of a voucher that was not redeemed) takes an equal share of what the payment leaves, beside the vouchers that wait.
 */
export function worthOf(facts: readonly VoucherFact[]): Worth {
  const paid = facts.find((fact) => fact.type === 'VoucherOrderPaid');
  const { all, strayCancellations } = usesOf(facts);
  const uses = all.filter(({ cancelledBy }) => !cancelledBy);
  const refunds = facts.filter((fact) => fact.type === 'VoucherRefunded');
  const certificateIds = certificatesOf(facts);
  const share = sharesOf({ paid, uses, refunds, certificateIds });
  const standing = uses.map((use) => ({ ...use, worth: known(use) ?? share(use.key) }));
  return {
    paid,
    certificateIds,
    standing,
    cancelled: all.filter(isCancelled).map((use) => ({ ...use, worth: known(use) ?? evenShareOf(paid, certificateIds) })),
    refunds: refunds.map((fact) => ({ fact, worth: fact.amount ?? refundOfUses(fact, standing) ?? share(fact.key) })),
    isEstimated: uses.some((use) => known(use) === undefined) || refunds.some(({ amount }) => amount === undefined),
    strayCancellations,
  };
}

const isCancelled = (use: Use): use is Use & Pick<CancelledUse, 'cancelledBy'> => use.cancelledBy !== undefined;

/** What one voucher of the order costs, as far as is known; not to be booked. */
const evenShareOf = (paid: VoucherPaid | undefined, { length }: readonly string[]): Money =>
  money(Math.floor((paid?.amount ?? 0) / Math.max(length, paid?.count ?? 1)));

export const certificatesOf = (facts: readonly VoucherFact[]): string[] =>
  [...new Set(facts.flatMap((fact) => ('certificateId' in fact ? [fact.certificateId] : [])))].sort();

/** What was redeemed and then refunded is worth the same both times. */
function refundOfUses({ certificateId }: VoucherRefunded, standing: readonly WorthUse[]): Money | undefined {
  const uses = standing.filter((use) => use.certificateId === certificateId);
  return uses.length > 0 ? sum(uses.map(({ worth }) => worth)) : undefined;
}

interface Parts {
  readonly paid: VoucherPaid | undefined;
  readonly uses: readonly Use[];
  readonly refunds: readonly VoucherRefunded[];
  readonly certificateIds: readonly string[];
}

/** Share of a use or refund by its key. */
function sharesOf({ paid, uses, refunds, certificateIds }: Parts): (key: string) => Money {
  const redeemed = new Set(uses.map(({ certificateId }) => certificateId));
  const ofWaiting = refunds.filter(({ certificateId }) => !redeemed.has(certificateId));
  const sharing = [
    ...uses.filter((use) => known(use) === undefined),
    ...ofWaiting.filter(({ amount }) => amount === undefined),
  ].map(({ key }) => key);
  const moved = new Set([...redeemed, ...ofWaiting.map(({ certificateId }) => certificateId)]);
  const waiting = Math.max(certificateIds.length, paid?.count ?? 0) - moved.size;
  const said = [...uses.map(known), ...ofWaiting.map(({ amount }) => amount)].filter((amount) => amount !== undefined);
  const left = remainder(paid?.amount ?? ZERO, sum(said));
  const weights = [...sharing, ...Array.from({ length: waiting })].map(() => 1);
  const shares = sharing.length > 0 ? allocate(left, weights) : [];
  const byKey = new Map([...sharing].sort().map((key, index) => [key, shares[index] ?? ZERO]));
  return (key) => byKey.get(key) ?? ZERO;
}
