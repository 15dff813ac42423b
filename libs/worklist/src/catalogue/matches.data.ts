import type { MatchException } from '#reconciliation';
import { confirmMatch, recordRow, resolveMatch, writeOff, type Guides, type Worth } from './guide.js';

const AT_STAKE: Worth = { of: ['atStake'] };

/** Where statement, ledger and orders differ. Worth: all that is open in the case. */
export const MATCH_GUIDES = {
  MATCH_PROPOSED: {
    severity: 'low',
    happened: 'Amount and time alone say that these belong together.',
    worth: AT_STAKE,
    mend: confirmMatch(
      'Compare the items of the case, then confirm it; or reject it, and they are never proposed together again.',
    ),
  },
  MATCH_SURPLUS: {
    severity: 'high',
    happened: 'A statement tells of money that nobody recorded (长款).',
    worth: AT_STAKE,
    mend: recordRow(
      'Propose to record what the terminal or channel did not tell; or give the money back, and resolve the case.',
    ),
  },
  MATCH_SHORTAGE: {
    severity: 'high',
    happened: 'Money was recorded that no statement tells of (短款).',
    worth: AT_STAKE,
    mend: writeOff(
      'Ask the channel for the transaction. Where it never happened, reverse what was recorded; where the money is lost, propose to write it off.',
    ),
  },
  MATCH_AMOUNT: {
    severity: 'high',
    happened: 'A statement tells another amount than was recorded.',
    worth: AT_STAKE,
    mend: writeOff('Compare with the slip; dispute it with the channel, or propose to write the rest off.'),
  },
  MATCH_STATUS: {
    severity: 'high',
    happened: 'One side tells that a transaction was undone, or does not know what became of it.',
    worth: AT_STAKE,
    mend: recordRow('Ask the channel how it ended, and propose to record what its statement tells.'),
  },
  MATCH_FEE: {
    severity: 'medium',
    happened: 'Another fee was charged than was agreed.',
    worth: AT_STAKE,
    mend: resolveMatch('Agree the fees that are in force, or ask the channel for the difference.'),
  },
  MATCH_DATE: {
    severity: 'low',
    happened: 'A statement tells of a transaction on a day that is too far from ours.',
    worth: AT_STAKE,
    mend: resolveMatch('Ask the channel why it came so late, or so early.'),
  },
  MATCH_DUPLICATE: {
    severity: 'high',
    happened: 'One side tells of a transaction more often than the other.',
    worth: AT_STAKE,
    mend: resolveMatch('Where the customer was charged twice, give one back; where a row was told twice, ask the channel.'),
  },
  MATCH_NET: {
    severity: 'high',
    happened: 'The bank did not see what the channel paid out.',
    worth: AT_STAKE,
    mend: resolveMatch('Look for what the channel kept or netted, and for payouts of other days in the same credit.'),
  },
} as const satisfies Record<MatchException, Guides[string]> & Guides;
