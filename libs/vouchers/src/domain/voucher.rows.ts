import { add, sum, type Money } from '#kernel';
import type { VoucherFact, VoucherRow, VoucherSettled } from './voucher.messages.js';

export const settledRows = (facts: readonly VoucherFact[]): VoucherSettled[] =>
  facts.filter((fact) => fact.type === 'VoucherSettled');

/** The last word of each row of the ledger: what was split, else its estimate, unless that was discarded. */
export function liveRows(facts: readonly VoucherFact[]): VoucherRow[] {
  const settled = settledRows(facts);
  const over = new Set([...settled.map(({ ledgerId }) => ledgerId), ...droppedAs(facts, 'discarded')]);
  const estimates = facts.filter((fact) => fact.type === 'VoucherSettlementEstimated');
  return [...settled, ...estimates.filter(({ ledgerId }) => !over.has(ledgerId))];
}

/** Ids of rows that failed, or were discarded. */
export const droppedAs = (facts: readonly VoucherFact[], outcome: 'failed' | 'discarded'): string[] =>
  facts.flatMap((fact) => (fact.type === 'VoucherSettlementDropped' && fact.outcome === outcome ? [fact.ledgerId] : []));

/** What a row takes off the receivable. */
export const grossOf = ({ pay, subsidy }: VoucherRow): Money => add(pay, subsidy);

export const feesOf = ({ fees }: VoucherRow): Money => sum(Object.values(fees));
