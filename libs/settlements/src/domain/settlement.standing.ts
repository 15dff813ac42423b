import { assertNever, invariant, sum } from '#kernel';
import { purposeOf } from './account-movement.js';
import type { DouyinSettled, SettlementException, SettlementFact, SettlementStanding } from './settlement.messages.js';

/** What one fact adds to the sums of its stream. Negative where money went back. 分 */
interface Sums {
  readonly gross: number;
  readonly fees: number;
  readonly net: number;
}

/** Where a settlement stands after a set of facts, given in canonical order. */
export function standingOf(facts: readonly SettlementFact[], contradicted: readonly string[]): SettlementStanding {
  const [first] = facts;
  invariant(first !== undefined, 'a settlement stands on at least one fact');
  const sums = facts.map(sumsOf);
  const total = (pick: (part: Sums) => number): number => sums.reduce((before, part) => before + pick(part), 0);
  return {
    ...identityOf(first),
    merchant: first.booking.of.merchant,
    settledAt: first.occurredAt,
    gross: total(({ gross }) => gross),
    fees: total(({ fees }) => fees),
    net: total(({ net }) => net),
    exceptions: exceptionsOf(facts, contradicted),
  };
}

const feesOf = ({ fees }: DouyinSettled): number => sum(Object.values(fees));

const directionOf = ({ tradeType }: DouyinSettled): 'in' | 'out' => (tradeType === 0 ? 'in' : 'out');

function identityOf(fact: SettlementFact): Pick<SettlementStanding, 'kind' | 'reference' | 'purpose'> {
  switch (fact.type) {
    case 'DouyinSettlementRecorded':
      return { kind: 'douyin', reference: fact.requestNo };
    case 'DouyinAccountMoved':
      return { kind: 'douyin_movement', reference: fact.tradeNo, purpose: purposeOf(fact) };
    case 'AcquirerSettlementRecorded':
      return { kind: 'acquirer', reference: fact.settlementNo };
    case 'TerminalBatchTotalled':
      return { kind: 'terminal_batch', reference: `${fact.merchantNo}.${fact.terminalNo}.${fact.batchNo}` };
    default:
      return assertNever(fact, 'settlement fact');
  }
}

function sumsOf(fact: SettlementFact): Sums {
  switch (fact.type) {
    case 'DouyinSettlementRecorded':
      return inDirection(directionOf(fact), { gross: fact.income, fees: feesOf(fact), net: fact.net });
    case 'AcquirerSettlementRecorded':
      return inDirection(fact.direction, { gross: fact.gross, fees: fact.fee, net: fact.net });
    case 'DouyinAccountMoved':
      return inDirection(fact.direction, { gross: fact.amount, fees: 0, net: fact.amount });
    case 'TerminalBatchTotalled': {
      const total = fact.debitTotal - fact.creditTotal;
      return { gross: total, fees: 0, net: total };
    }
    default:
      return assertNever(fact, 'settlement fact');
  }
}

/** Subtracted from zero, never negated: JSON has no −0. */
const inDirection = (direction: 'in' | 'out', { gross, fees, net }: Sums): Sums =>
  direction === 'in' ? { gross, fees, net } : { gross: 0 - gross, fees: 0 - fees, net: 0 - net };

function exceptionsOf(facts: readonly SettlementFact[], contradicted: readonly string[]): SettlementException[] {
  const exceptions: SettlementException[] = [];
  if (facts.map(sumsOf).some(({ gross, fees, net }) => gross - fees !== net)) exceptions.push('ROW_DOES_NOT_ADD_UP');
  if (facts.some((fact) => fact.type === 'DouyinAccountMoved' && purposeOf(fact) === 'unknown'))
    exceptions.push('MOVEMENT_UNEXPLAINED');
  if (contradicted.length > 0) exceptions.push('FACTS_CONTRADICT');
  return exceptions;
}
