import {
  accounts,
  assertNever,
  closedOn,
  credit,
  debit,
  entry,
  turnedRound,
  type Derive,
  type Entry,
  type Rules,
} from '#kernel';
import { movement } from './account-movement.postings.js';
import type { AcquirerSettled, SettlementFact, SettlementStanding } from './settlement.messages.js';
import { standingOf } from './settlement.standing.js';

const deriveSettlement: Derive<SettlementFact, SettlementStanding> = (facts, contradicted) => ({
  entries: facts.flatMap(entriesOfFact),
  standing: standingOf(facts, contradicted),
});

export const SETTLEMENT_RULES: Rules<SettlementFact, SettlementStanding> = { 1: deriveSettlement };

function entriesOfFact(fact: SettlementFact): Entry[] {
  switch (fact.type) {
    case 'AcquirerSettlementRecorded':
      return acquirerRow(fact);
    case 'DouyinAccountMoved':
      return movement(fact);
    // The order that it names books it: whose money it is and who held it, the payment tells.
    case 'DouyinSettlementRecorded':
    case 'TerminalBatchTotalled':
      return [];
    default:
      return assertNever(fact, 'settlement fact');
  }
}

/** A row that does not add up is booked as it came; the rest waits on suspense until a person explains it. */
function acquirerRow(row: AcquirerSettled): Entry[] {
  const { merchant } = row.booking.of;
  const paidOut = [
    debit(accounts.bank(row.bankAccount), row.net),
    debit(accounts.fee(merchant, 'channel'), row.fee),
    credit(accounts.clearing(row.channel, row.merchantNo), row.gross),
  ];
  const lines = closedOn(accounts.suspense(merchant, 'settlement-row'), paidOut);
  return entry('settlement', row.booking, row.direction === 'in' ? lines : turnedRound(lines));
}
