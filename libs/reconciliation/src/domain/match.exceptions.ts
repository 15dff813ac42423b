import type { DifferenceClass, MatchException, MatchStanding } from './match.messages.js';

const CODES: Readonly<Record<DifferenceClass, MatchException>> = {
  surplus: 'MATCH_SURPLUS',
  shortage: 'MATCH_SHORTAGE',
  amount: 'MATCH_AMOUNT',
  status: 'MATCH_STATUS',
  fee: 'MATCH_FEE',
  date: 'MATCH_DATE',
  duplicate: 'MATCH_DUPLICATE',
  net: 'MATCH_NET',
};

type Said = Omit<MatchStanding, 'exceptions' | 'atStake'>;

/** A standing with what somebody has to look at. What is suspended waits, and is nobody's yet. */
export function withExceptions(said: Said): MatchStanding {
  const { differences, items, status } = said;
  if (status === 'proposed') {
    const amounts = items.map(({ amount }) => amount);
    return { ...said, exceptions: ['MATCH_PROPOSED'], atStake: Math.max(0, ...amounts) };
  }
  const open = status === 'difference' ? differences.filter(({ explained }) => !explained) : [];
  return {
    ...said,
    exceptions: [...new Set(open.map((one) => CODES[one.class]))].sort(),
    atStake: open.reduce((total, { amount, proposal }) => total + (Math.abs(amount) || (proposal?.amount ?? 0)), 0),
  };
}
