import fc from 'fast-check';
import { instant, localDate, money, sum, type Booking, type Instant, type Money } from '#kernel';
import { shanghai } from '#kernel/testing';
import type { LifeMoved } from './domain/life-movement.messages.js';
import type { VoucherFact, VoucherFees, VoucherRow } from './domain/voucher.messages.js';

const ORDER = { orderId: '1000000000000000001', clientKey: 'ck-example' } as const;
const FIRST_HOUR = shanghai('2026-09-21 10:00');
const ZERO = money(0);
const NO_FEES: VoucherFees = {
  talentCommission: ZERO,
  institutionCommission: ZERO,
  agent: ZERO,
  operationAgent: ZERO,
  platformService: ZERO,
  handling: ZERO,
};

/** The n-th hour of the story; a day holds four of them, so that stories span days. */
export const hour = (n: number): Instant => instant(Date.parse(FIRST_HOUR) + n * 6 * 3_600_000);

const booked = (at: Instant, side: 'online' | 'offline', store = 's1'): Booking => ({
  businessDate: localDate(at),
  of: { merchant: 'm1', store, side, channel: 'douyin-life', method: side === 'offline' ? 'voucher' : 'unknown' },
});

export interface MadeRow extends Pick<VoucherRow, 'ledgerId' | 'verifyId' | 'pay'> {
  readonly certificateId?: string;
  readonly subsidy?: Money;
  readonly fees?: Partial<VoucherFees>;
  /** What adds up, unless said. */
  readonly net?: Money;
}

interface Told {
  readonly verifyId?: string;
  readonly poiId?: string;
  readonly amount?: Money;
  readonly store?: string;
}

const rowOf = (at: Instant, { certificateId = 'c1', subsidy = ZERO, fees: charged, net, ...row }: MadeRow) => {
  const fees = { ...NO_FEES, ...charged };
  return {
    occurredAt: at,
    booking: booked(at, 'online'),
    ...ORDER,
    certificateId,
    subsidy,
    fees,
    net: net ?? money(Math.abs(row.pay + subsidy - sum(Object.values(fees)))),
    ...row,
  };
};

const certificate = (certificateId: string, { verifyId, amount }: Told) => ({
  ...ORDER,
  certificateId,
  ...(verifyId !== undefined && { verifyId }),
  ...(amount !== undefined && { amount }),
});

const keyed = (word: string, at: Instant, certificateId: string, verifyId: string | undefined): string =>
  `${word}:${verifyId ?? `${certificateId}:${String(Date.parse(at) / 1000)}`}`;

/** Facts of one order as its channel makes them: `at` is when it happened. */
export const voucher = {
  paid: (at: Instant, amount: Money, count?: number): VoucherFact => ({
    type: 'VoucherOrderPaid',
    key: 'paid',
    occurredAt: at,
    booking: booked(at, 'online'),
    ...ORDER,
    amount,
    ...(count !== undefined && { count }),
  }),
  verified: (at: Instant, certificateId: string, told: Told = {}): VoucherFact => ({
    type: 'VoucherVerified',
    key: keyed('verified', at, certificateId, told.verifyId),
    occurredAt: at,
    booking: booked(at, 'offline', told.store),
    ...certificate(certificateId, told),
    ...(told.poiId !== undefined && { poiId: told.poiId }),
  }),
  cancelled: (at: Instant, certificateId: string, verifyId?: string): VoucherFact => ({
    type: 'VoucherVerificationCancelled',
    key: keyed('cancelled', at, certificateId, verifyId),
    occurredAt: at,
    booking: booked(at, 'online'),
    ...certificate(certificateId, verifyId === undefined ? {} : { verifyId }),
  }),
  refunded: (at: Instant, certificateId: string, amount?: Money): VoucherFact => ({
    type: 'VoucherRefunded',
    key: `refund:${certificateId}`,
    occurredAt: at,
    booking: booked(at, 'online'),
    ...certificate(certificateId, amount === undefined ? {} : { amount }),
  }),
  estimated: (at: Instant, row: MadeRow): VoucherFact => ({
    type: 'VoucherSettlementEstimated',
    key: `estimated:${row.ledgerId}`,
    ...rowOf(at, row),
  }),
  settled: (at: Instant, row: MadeRow): VoucherFact => ({
    type: 'VoucherSettled',
    key: `settled:${row.ledgerId}`,
    ...rowOf(at, row),
  }),
  dropped: (
    at: Instant,
    row: Pick<MadeRow, 'ledgerId' | 'verifyId' | 'certificateId'>,
    outcome: 'failed' | 'discarded',
  ): VoucherFact => ({
    type: 'VoucherSettlementDropped',
    key: `${outcome}:${row.ledgerId}`,
    occurredAt: at,
    booking: booked(at, 'online'),
    ...ORDER,
    certificateId: 'c1',
    ...row,
    outcome,
  }),
} as const;

export const lifeMovement = (moved: Pick<LifeMoved, 'direction' | 'amount' | 'purpose'> & Partial<LifeMoved>): LifeMoved => ({
  type: 'LifeAccountMoved',
  key: 'mv1',
  occurredAt: FIRST_HOUR,
  booking: booked(FIRST_HOUR, 'online'),
  movementNo: 'mv1',
  clientKey: ORDER.clientKey,
  ...moved,
});

const amounts = fc.integer({ min: 0, max: 100_000 }).map(money);
const maybeAmounts = fc.option(amounts, { nil: undefined });
const hours = fc.integer({ min: 0, max: 12 }).map(hour);
const certificates = fc.constantFrom('c1', 'c2', 'c3');
const verifyIds = fc.constantFrom(undefined, 'v1', 'v2', 'v3');
const rows = fc
  .record({
    n: fc.constantFrom('1', '2', '3'),
    half: fc.constantFrom('a', 'b'),
    pay: amounts,
    subsidy: amounts,
    fee: amounts,
    net: maybeAmounts,
  })
  .map(({ n, half, fee, net, ...row }) => ({
    ledgerId: `l${n}${half}`,
    verifyId: `v${n}`,
    certificateId: `c${n}`,
    ...row,
    fees: { platformService: fee },
    ...(net !== undefined && { net }),
  }));

/** Facts of one order without any sense of order: early, late, contradicting, without payment. */
export const someVoucherFacts: fc.Arbitrary<VoucherFact[]> = fc.array(
  fc.oneof(
    fc
      .tuple(hours, amounts, fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }))
      .map((args) => voucher.paid(...args)),
    fc
      .tuple(hours, certificates, verifyIds, maybeAmounts, fc.constantFrom('s1', 's2', '-'))
      .map(([at, id, verifyId, amount, store]) =>
        voucher.verified(at, id, { store, ...(verifyId && { verifyId }), ...(amount !== undefined && { amount }) }),
      ),
    fc.tuple(hours, certificates, verifyIds).map((args) => voucher.cancelled(...args)),
    fc.tuple(hours, certificates, maybeAmounts).map((args) => voucher.refunded(...args)),
    fc.tuple(hours, rows).map((args) => voucher.estimated(...args)),
    fc.tuple(hours, rows).map((args) => voucher.settled(...args)),
    fc
      .tuple(hours, rows, fc.constantFrom('failed' as const, 'discarded' as const))
      .map(([at, { ledgerId, verifyId, certificateId }, outcome]) =>
        voucher.dropped(at, { ledgerId, verifyId, certificateId }, outcome),
      ),
  ),
  { minLength: 1, maxLength: 12 },
);
