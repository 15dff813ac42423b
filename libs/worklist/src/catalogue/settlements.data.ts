import type { SettlementException } from '#settlements';
import { bringAcquirerRow, settleOutside, type Guides } from './guide.js';

/** Contradictions and gaps of settlement rows, account movements and batch totals. */
export const SETTLEMENT_GUIDES = {
  ROW_DOES_NOT_ADD_UP: {
    severity: 'medium',
    happened: 'Net and fees of a row are not its gross.',
    worth: { of: ['gross'], less: ['fees', 'net'] },
    mend: bringAcquirerRow('Fetch the row again; ask whoever made the file where it stays so.'),
  },
  MOVEMENT_UNEXPLAINED: {
    severity: 'medium',
    happened: 'Money moved on the account for a reason that nobody here knows; it stands on suspense.',
    worth: { of: ['net'] },
    mend: settleOutside('Ask Douyin what the movement was for.'),
  },
  FACTS_CONTRADICT: {
    severity: 'medium',
    happened: 'One row was told in two ways.',
    worth: { of: ['net'] },
    mend: settleOutside('Look at its events, and ask whoever made the file which of them holds.'),
  },
} as const satisfies Record<SettlementException, Guides[string]> & Guides;
