import { accounts, assertNever, credit, debit, entry, turnedRound, type Account, type Entry, type EntryKind } from '#kernel';
import { purposeOf } from './account-movement.js';
import type { DouyinMoved } from './settlement.messages.js';

/** Where money on the shop's account comes from, or goes to. */
interface Counterpart {
  readonly kind: EntryKind;
  readonly account: Account;
}

/** Dr the shop's account / Cr where it came from; every line the other way round where it left. */
export function movement(moved: DouyinMoved): Entry[] {
  const counterpart = counterpartOf(moved);
  if (!counterpart) return [];
  const lines = [debit(accounts.douyinAccount(moved.shopId), moved.amount), credit(counterpart.account, moved.amount)];
  return entry(counterpart.kind, moved.booking, moved.direction === 'in' ? lines : turnedRound(lines));
}

function counterpartOf(moved: DouyinMoved): Counterpart | undefined {
  const { shopId } = moved;
  const { merchant } = moved.booking.of;
  const purpose = purposeOf(moved);
  switch (purpose) {
    case 'settlement':
      return undefined;
    case 'withdrawal':
      return { kind: 'transfer', account: accounts.payoutInTransit('douyin', shopId) };
    case 'deposit':
      return { kind: 'transfer', account: accounts.douyinDeposit(shopId) };
    case 'insurance':
    case 'commission':
    case 'platform-service':
    case 'inspection':
      return { kind: 'charge', account: accounts.fee(merchant, purpose) };
    case 'compensation':
      return { kind: 'charge', account: accounts.compensation(merchant) };
    case 'subsidy':
      return { kind: 'subsidy', account: accounts.revenueOnline(shopId) };
    case 'unknown':
      return { kind: 'suspense', account: accounts.suspense(merchant, 'douyin-movement') };
    default:
      return assertNever(purpose, 'purpose of a movement');
  }
}
