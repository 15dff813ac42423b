import type { Booking, Instant, Money } from '#kernel';
import { sum } from '#kernel';
import { liveRows } from './voucher.rows.js';
import type { VerificationCancelled, VoucherFact, VoucherVerified } from './voucher.messages.js';

/** One redemption of a voucher, as messages and rows of the ledger tell it together. */
export interface Use {
  /** Unique within the order, the same for the same facts. */
  readonly key: string;
  readonly certificateId: string;
  readonly verifyId: string | undefined;
  readonly at: Instant;
  readonly booking: Booking;
  /** Store as the platform knows it. */
  readonly poiId: string | undefined;
  /** What the message says it is worth. */
  readonly said: Money | undefined;
  /** What the rows of the ledger say the buyer paid for it. Two rows of one verification are summed. */
  readonly ledger: Money | undefined;
  /** What took it back. */
  readonly cancelledBy: VerificationCancelled | undefined;
}

export interface Uses {
  readonly all: readonly Use[];
  /** Cancellations that cancel nothing. */
  readonly strayCancellations: readonly VerificationCancelled[];
}

/** What the ledger says of one verification; `pay` is undefined where all its rows were discarded. */
interface Verification {
  readonly verifyId: string;
  readonly certificateId: string;
  readonly at: Instant;
  readonly booking: Booking;
  readonly poiId: string | undefined;
  readonly pay: Money | undefined;
}

/**
 * Messages name a verification by its id or not at all; the ledger always does. What has no id is paired with the ledger's
 * verifications of its voucher in the order of time. Facts come in canonical order.
 */
export function usesOf(facts: readonly VoucherFact[]): Uses {
  const messages = facts.filter((fact) => fact.type === 'VoucherVerified');
  const named = new Set(messages.flatMap(({ verifyId }) => (verifyId === undefined ? [] : [verifyId])));
  const verifications = verificationsOf(facts);
  const unpaired = verifications.filter(({ verifyId }) => !named.has(verifyId));
  const told = messages.map((message) => {
    const known = message.verifyId === undefined ? takeFirst(unpaired, message) : byId(verifications, message.verifyId);
    return useOf(message, known);
  });
  const untold = unpaired.filter(({ pay }) => pay !== undefined).map(useOfLedger);
  return cancelled([...told, ...untold].sort(byTime), facts);
}

function verificationsOf(facts: readonly VoucherFact[]): Verification[] {
  const rows = facts.filter(
    (fact) =>
      fact.type === 'VoucherSettlementEstimated' || fact.type === 'VoucherSettled' || fact.type === 'VoucherSettlementDropped',
  );
  const live = liveRows(facts);
  const verifyIds = [...new Set(rows.map(({ verifyId }) => verifyId))];
  const verifications = verifyIds.flatMap((verifyId) => {
    const first = rows.find((row) => row.verifyId === verifyId);
    const paying = live.filter((row) => row.verifyId === verifyId);
    if (!first) return [];
    const { certificateId, occurredAt: at, booking } = first;
    const poiId = rows.map((row) => (row.verifyId === verifyId && 'poiId' in row ? row.poiId : undefined)).find(isSaid);
    const pay = paying.length > 0 ? sum(paying.map(({ pay: each }) => each)) : undefined;
    return [{ verifyId, certificateId, at, booking, poiId, pay }];
  });
  return verifications.sort((a, b) => (a.at === b.at ? (a.verifyId < b.verifyId ? -1 : 1) : a.at < b.at ? -1 : 1));
}

const isSaid = (value: string | undefined): boolean => value !== undefined;

function takeFirst(unpaired: Verification[], { certificateId }: VoucherVerified): Verification | undefined {
  const index = unpaired.findIndex((verification) => verification.certificateId === certificateId);
  return index < 0 ? undefined : unpaired.splice(index, 1)[0];
}

const byId = (verifications: readonly Verification[], verifyId: string): Verification | undefined =>
  verifications.find((verification) => verification.verifyId === verifyId);

const useOf = (message: VoucherVerified, known: Verification | undefined): Use => ({
  key: message.key,
  certificateId: message.certificateId,
  verifyId: message.verifyId ?? known?.verifyId,
  at: message.occurredAt,
  booking: message.booking,
  poiId: message.poiId ?? known?.poiId,
  said: message.amount,
  ledger: known?.pay,
  cancelledBy: undefined,
});

/** Its message was lost: the ledger is proof enough. Redeemed at a POS, so it counts offline. */
const useOfLedger = ({ verifyId, certificateId, at, booking, poiId, pay }: Verification): Use => ({
  key: `verified:${verifyId}`,
  certificateId,
  verifyId,
  at,
  booking: { ...booking, of: { ...booking.of, side: 'offline', method: 'voucher' } },
  poiId,
  said: undefined,
  ledger: pay,
  cancelledBy: undefined,
});

const byTime = (a: Use, b: Use): number => (a.at === b.at ? (a.key < b.key ? -1 : 1) : a.at < b.at ? -1 : 1);

/** By the id of the verification; where it has none, or fits none, the earliest use of the voucher that may be meant. Clocks do not count. */
function cancelled(uses: readonly Use[], facts: readonly VoucherFact[]): Uses {
  const all = [...uses];
  const cancellations = facts.filter((fact) => fact.type === 'VoucherVerificationCancelled');
  const ofSure = cancellations.filter(({ verifyId }) => verifyId !== undefined);
  const ofGuess = cancellations.filter(({ verifyId }) => verifyId === undefined);
  const strayCancellations = [...ofSure, ...ofGuess].filter((cancellation) => {
    const index = meantBy(cancellation, all);
    const use = all[index];
    if (use) all[index] = { ...use, cancelledBy: use.cancelledBy ?? cancellation };
    return !use;
  });
  return { all, strayCancellations };
}

function meantBy({ verifyId, certificateId }: VerificationCancelled, uses: readonly Use[]): number {
  const exact = verifyId === undefined ? -1 : uses.findIndex((use) => use.verifyId === verifyId);
  if (exact >= 0) return exact;
  return uses.findIndex(
    (use) => use.certificateId === certificateId && !use.cancelledBy && (verifyId === undefined || use.verifyId === undefined),
  );
}
