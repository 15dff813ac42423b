import type { Instant, Money } from '#kernel';
import type { Answer, Freshness, Reader } from '#projections';
import type { PaymentId } from '../domain/payment.messages.js';
import { paymentDetails } from './payment-details.js';

/** A payment that took money, as those look at it who count fees. */
export interface CapturedPayment {
  readonly paymentId: PaymentId;
  readonly channel: string;
  readonly method: string;
  readonly product: string | null;
  readonly cardType: string | null;
  readonly openedAt: Instant;
  /** 分; voids and reversals are out of it. */
  readonly captured: Money;
  readonly refunded: Money;
}

export interface CapturedAsked extends Freshness {
  readonly merchant: string;
  /** Opened from then on … */
  readonly from: Instant;
  /** … and before then. */
  readonly before: Instant;
  /** Of these channels; absent: of all. */
  readonly channels?: readonly string[] | undefined;
}

const PAGE = 1_000;

const CAPTURED = `
  select payment_id as "paymentId", channel, method, product, card_type as "cardType", opened_at as "openedAt", captured, refunded
  from read.payments
  where merchant = $1 and captured > 0 and (opened_at, payment_id) > ($2::timestamptz, $3::text) and opened_at < $4
    and ($5::text[] is null or channel = any($5))
  order by opened_at, payment_id limit $6`;

/** Payments that took money, by the time at which they were opened, page after page: never more than a page in memory. */
export async function* capturedPayments(reader: Reader, asked: CapturedAsked): AsyncGenerator<Answer<CapturedPayment[]>> {
  const { merchant, from, before, channels = null, minPosition } = asked;
  let after: Pick<CapturedPayment, 'openedAt' | 'paymentId'> | undefined = { openedAt: from, paymentId: '' };
  while (after) {
    const params = [merchant, after.openedAt, after.paymentId, before, channels, PAGE];
    const page: Answer<CapturedPayment[]> = await reader.rows({
      projection: paymentDetails,
      sql: CAPTURED,
      params,
      minPosition,
    });
    yield page;
    after = page.data.length < PAGE ? undefined : page.data.at(-1);
  }
}
