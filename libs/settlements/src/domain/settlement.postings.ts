import {
  accounts,
  assertNever,
  credit,
  debit,
  entry,
  money,
  signed,
  type Account,
  type Derive,
  type Entry,
  type Line,
  type Rules,
} from '#kernel';
import type { AcquirerSettled, DouyinSettled, SettlementFact, SettlementStanding } from './settlement.messages.js';
import { directionOf, standingOf } from './settlement.standing.js';

const deriveSettlement: Derive<SettlementFact, SettlementStanding> = (facts, contradicted) => ({
  entries: facts.flatMap(entriesOfFact),
  standing: standingOf(facts, contradicted),
});

export const SETTLEMENT_RULES: Rules<SettlementFact, SettlementStanding> = { 1: deriveSettlement };

function entriesOfFact(fact: SettlementFact): Entry[] {
  switch (fact.type) {
    case 'DouyinSettlementRecorded':
      return douyinRow(fact);
    case 'AcquirerSettlementRecorded':
      return acquirerRow(fact);
    case 'TerminalBatchTotalled':
      return [];
    default:
      return assertNever(fact, 'settlement fact');
  }
}

/**
 * The platform stops owing us the gross and pays it out less its fees. What platforms and talents added was never paid
 * by the buyer: it is owed to us, and earned, by this row.
 */
function douyinRow(row: DouyinSettled): Entry[] {
  const { shopId, fees, booking } = row;
  const { merchant } = booking.of;
  const receivable = booking.of.method === 'cod' ? accounts.cashOnDelivery(shopId) : accounts.douyinReceivable(shopId);
  const paidOut = [
    debit(payoutAccountOf(row), row.net),
    debit(accounts.fee(merchant, 'platform-service'), fees.platformService),
    debit(accounts.fee(merchant, 'commission'), fees.commission),
    debit(accounts.fee(merchant, 'channel-share'), fees.channel),
    debit(accounts.fee(merchant, 'colonel'), fees.colonel),
    debit(accounts.fee(merchant, 'promotion'), fees.promotion),
    debit(accounts.fee(merchant, 'other'), fees.other),
    credit(receivable, row.income),
  ];
  const subsidy = [debit(receivable, row.subsidy), credit(accounts.revenueOnline(shopId), row.subsidy)];
  const direction = directionOf(row);
  return [
    ...entry('settlement', booking, directed(direction, closed(merchant, paidOut))),
    ...entry('subsidy', booking, directed(direction, subsidy)),
  ];
}

/** Refunds after settlement come out of the shop's account with Douyin (1 the original way, 3 another way) or its deposit (2). */
function payoutAccountOf({ tradeType, shopId }: DouyinSettled): Account {
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

function acquirerRow(row: AcquirerSettled): Entry[] {
  const { merchant } = row.booking.of;
  const paidOut = [
    debit(accounts.bank(row.bankAccount), row.net),
    debit(accounts.fee(merchant, 'channel'), row.fee),
    credit(accounts.clearing(row.channel, row.merchantNo), row.gross),
  ];
  return entry('settlement', row.booking, directed(row.direction, closed(merchant, paidOut)));
}

/** A row that does not add up is booked as it came; the rest waits on suspense until a person explains it. */
function closed(merchant: string, lines: readonly Line[]): Line[] {
  const rest = lines.reduce((total, line) => total + signed(line), 0);
  const account = accounts.suspense(merchant, 'settlement-row');
  const amount = money(Math.abs(rest));
  return [...lines, rest > 0 ? credit(account, amount) : debit(account, amount)];
}

/** Money that goes back takes every line the other way round. */
const directed = (direction: 'in' | 'out', lines: readonly Line[]): Line[] =>
  direction === 'in' ? [...lines] : lines.map((line) => ({ ...line, side: line.side === 'debit' ? 'credit' : 'debit' }));
