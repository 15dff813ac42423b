import fc from 'fast-check';
import { instant, localDate, money, type Instant, type Money } from '#kernel';
import { shanghai } from '#kernel/testing';
import type { MiniAppFact } from './domain/mini-payment.messages.js';

const FIRST_HOUR = shanghai('2026-09-21 10:00');

/** The n-th hour of the story; a day holds four of them. */
export const hour = (n: number): Instant => instant(Date.parse(FIRST_HOUR) + n * 6 * 3_600_000);

const basics = (key: string, at: Instant) => ({
  key,
  occurredAt: at,
  booking: {
    businessDate: localDate(at),
    of: { merchant: 'm1', store: '-', side: 'online', channel: 'douyin-miniapp', method: 'unknown' } as const,
  },
  appId: 'tt000',
  naming: 'order' as const,
  orderNo: '7100000000000000001',
});

/** Facts of one payment as its channel makes them: `at` is when it happened. */
export const miniApp = {
  paid: (at: Instant, amount: Money, way = 2): MiniAppFact => ({
    type: 'MiniAppPaymentSucceeded',
    ...basics('paid', at),
    amount,
    way,
  }),
  cancelled: (at: Instant): MiniAppFact => ({ type: 'MiniAppPaymentCancelled', ...basics('cancelled', at) }),
  applied: (at: Instant, refundId: string, amount: Money): MiniAppFact => ({
    type: 'MiniAppRefundApplied',
    ...basics(`applied:${refundId}`, at),
    refundId,
    amount,
  }),
  refunded: (at: Instant, refundId: string, amount: Money): MiniAppFact => ({
    type: 'MiniAppRefundSucceeded',
    ...basics(`refund:${refundId}`, at),
    refundId,
    amount,
  }),
  failed: (at: Instant, refundId: string): MiniAppFact => ({
    type: 'MiniAppRefundFailed',
    ...basics(`refund-failed:${refundId}`, at),
    refundId,
  }),
} as const;

const amounts = fc.integer({ min: 0, max: 100_000 }).map(money);
const hours = fc.integer({ min: 0, max: 12 }).map(hour);
const refundIds = fc.constantFrom('r1', 'r2', 'r3');

/** Facts of one payment without any sense of order. */
export const someMiniAppFacts: fc.Arbitrary<MiniAppFact[]> = fc.array(
  fc.oneof(
    fc.tuple(hours, amounts, fc.constantFrom(1, 2, 10, 99)).map((args) => miniApp.paid(...args)),
    hours.map(miniApp.cancelled),
    fc.tuple(hours, refundIds, amounts).map((args) => miniApp.applied(...args)),
    fc.tuple(hours, refundIds, amounts).map((args) => miniApp.refunded(...args)),
    fc.tuple(hours, refundIds).map((args) => miniApp.failed(...args)),
  ),
  { minLength: 1, maxLength: 10 },
);
