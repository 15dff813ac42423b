import {
  accounts,
  assertNever,
  credit,
  debit,
  entry,
  money,
  turnedRound,
  type Account,
  type BusinessDate,
  type Dimensions,
  type Entry,
  type Line,
} from '#kernel';
import type { Attribution, CaseSeen, DifferenceSeen, SurplusTo } from './correction.messages.js';

/** Every line the other way round under the same kind and dimensions, on the day of the correction. */
export const reversalOf = (booked: Entry, day: BusinessDate): Entry => ({
  ...booked,
  businessDate: day,
  lines: turnedRound(booked.lines),
});

/** The entry taken back, then the same money under what it is counted to: of the second one anybody may correct again. */
export function reattributed(booked: Entry, attribution: Attribution, day: BusinessDate): Entry[] {
  const of = { ...booked.of, store: attribution.store };
  const lines = booked.lines.map((line) => ({ ...line, account: movedAccount(line.account, booked.of, attribution) }));
  return [reversalOf(booked, day), { ...booked, of, businessDate: day, lines }];
}

const OF_STORE = /^revenue:offline:/;
const OF_MERCHANT_NO = /^(assets:clearing:[^:]+|memo:[^:]+):[^:]+$/;
const OF_SHOP =
  /^(assets:receivable:(?:douyin|cod)|assets:douyin-(?:account|deposit|reserve)|liabilities:(?:douyin-advance|refunds-offline|contract)|revenue:(?:online|deposit-kept)):[^:]+$/;

function movedAccount(account: Account, { merchant }: Dimensions, attribution: Attribution): Account {
  if (OF_STORE.test(account)) return accounts.revenueOffline(merchant, attribution.store);
  switch (attribution.to) {
    case 'store':
      return account;
    case 'terminal':
      return account.replace(OF_MERCHANT_NO, (_, path: string) => `${path}:${attribution.merchantNo}`);
    case 'order':
      return account.replace(OF_SHOP, (_, path: string) => `${path}:${attribution.shopId}`);
    default:
      return assertNever(attribution, 'attribution');
  }
}

export const adjustment = (of: Dimensions, lines: readonly Line[], day: BusinessDate): Entry[] =>
  entry('correction', { businessDate: day, of }, lines);

/**
 * 短款: Dr loss / Cr who owes it, by the class of the difference. 长款: Dr who holds it / Cr owed until somebody asks, or income.
 * All differences of a case in one entry.
 */
export function writeOff(target: CaseSeen, surplus: SurplusTo, day: BusinessDate): Entry[] {
  const { merchant, of, differences } = target;
  const place = placeOf(target);
  const kept = surplus === 'income' ? accounts.windfall(merchant) : accounts.unclaimed(merchant);
  const lines = differences.filter(isInTheBooks).flatMap(({ class: kind, amount }) => {
    const size = money(Math.abs(amount));
    return amount < 0
      ? [debit(accounts.loss(merchant, kind), size), credit(place, size)]
      : [debit(place, size), credit(kept, size)];
  });
  return entry('write-off', { businessDate: day, of }, lines);
}

/** Fees are booked as they were charged, and a day moves no money: both only differ from what was agreed or expected. */
const isInTheBooks = ({ class: kind, leg, explained }: DifferenceSeen): boolean =>
  leg === 'statement' && !explained && kind !== 'fee' && kind !== 'date';

/** Where the money of a case stands in our books while it waits. */
function placeOf({ book, channel, account }: CaseSeen): Account {
  if (book === 'payouts') return channel === 'bank' ? accounts.bank(account) : accounts.payoutInTransit(channel, account);
  return channel === 'douyin' ? accounts.douyinReceivable(account) : accounts.clearing(channel, account);
}
