import {
  accounts,
  assertNever,
  closedOn,
  credit,
  debit,
  entry,
  turnedRound,
  type Account,
  type Entry,
  type Line,
} from '#kernel';
import type { OrderSettled } from './order.messages.js';
import { bookingOf, receivableOf, type Payment } from './order.payment.js';

/**
 * The platform stops owing us the gross and pays it out less its fees. What platforms and talents added was never paid
 * by the buyer: it is owed to us, and earned, by this row. A row that does not add up is booked as it came.
 */
export function settlement(row: OrderSettled, payment: Payment | undefined): Entry[] {
  const { shopId, fees } = row;
  const booking = bookingOf(row, payment);
  const { merchant } = booking.of;
  const receivable = receivableOf(shopId, payment);
  const paidOut = [
    debit(payoutAccountOf(row), row.net),
    debit(accounts.fee(merchant, 'platform-service'), fees.platformService),
    debit(accounts.fee(merchant, 'commission'), fees.commission),
    debit(accounts.fee(merchant, 'channel-share'), fees.channel),
    debit(accounts.fee(merchant, 'colonel'), fees.colonel),
    debit(accounts.fee(merchant, 'promotion'), fees.promotion),
    debit(accounts.fee(merchant, 'other'), fees.other),
    credit(receivable, row.gross),
  ];
  const subsidy = [debit(receivable, row.subsidy), credit(accounts.revenueOnline(shopId), row.subsidy)];
  return [
    ...entry('settlement', booking, directed(row, closedOn(accounts.suspense(merchant, 'settlement-row'), paidOut))),
    ...entry('subsidy', booking, directed(row, subsidy)),
  ];
}

const directed = ({ tradeType }: OrderSettled, lines: readonly Line[]): readonly Line[] =>
  tradeType === 0 ? lines : turnedRound(lines);

/** Refunds after settlement come out of the shop's account with Douyin (1 the original way, 3 another way) or its deposit (2). */
function payoutAccountOf({ tradeType, shopId }: OrderSettled): Account {
  switch (tradeType) {
    case 0:
    case 1:
    case 3:
      return accounts.douyinAccount(shopId);
    case 2:
      return accounts.douyinDeposit(shopId);
    default:
      return assertNever(tradeType, 'trade type');
  }
}
