import {
  ZERO,
  accounts,
  credit,
  debit,
  entry,
  least,
  remainder,
  subtract,
  type Booking,
  type Derive,
  type Entry,
  type Money,
  type Rules,
} from '#kernel';
import { methodOf } from './mini-payment.method.js';
import type { MiniAppFact, MiniAppPaid, MiniAppRefunded, MiniAppStanding } from './mini-payment.messages.js';
import { standingOf } from './mini-payment.standing.js';

const deriveMiniApp: Derive<MiniAppFact, MiniAppStanding> = (facts, contradicted) => ({
  entries: entriesOf(facts),
  standing: standingOf(facts, contradicted),
});

export const MINI_APP_RULES: Rules<MiniAppFact, MiniAppStanding> = { 1: deriveMiniApp };

function entriesOf(facts: readonly MiniAppFact[]): Entry[] {
  const paid = facts.find((fact) => fact.type === 'MiniAppPaymentSucceeded');
  const entries = paid ? sale(paid) : [];
  let kept = paid?.amount ?? ZERO;
  for (const refunded of facts.filter((fact) => fact.type === 'MiniAppRefundSucceeded')) {
    entries.push(...refund(refunded, paid, kept));
    kept = remainder(kept, refunded.amount);
  }
  return entries;
}

/** The day of the fact, the dimensions of the payment. */
const bookingOf = ({ booking }: MiniAppFact, paid: MiniAppPaid | undefined): Booking => ({
  businessDate: booking.businessDate,
  of: paid ? { ...paid.booking.of, method: methodOf(paid) } : booking.of,
});

/** Douyin holds the buyer's money. No message says when the service was rendered: it is earned at once. */
const sale = (paid: MiniAppPaid): Entry[] =>
  entry('sale', bookingOf(paid, paid), [
    debit(accounts.miniAppReceivable(paid.appId), paid.amount),
    credit(accounts.revenueOnline(paid.appId), paid.amount),
  ]);

/** Given back out of what was earned; what exceeds the payment waits on suspense. */
function refund(refunded: MiniAppRefunded, paid: MiniAppPaid | undefined, kept: Money): Entry[] {
  const covered = least(refunded.amount, kept);
  const booking = bookingOf(refunded, paid);
  return entry('refund', booking, [
    debit(accounts.revenueOnline(refunded.appId), covered),
    debit(accounts.suspense(booking.of.merchant, 'refund-above-paid'), subtract(refunded.amount, covered)),
    credit(accounts.miniAppReceivable(refunded.appId), refunded.amount),
  ]);
}
