import type { StatementBillException } from '#fetches';
import type { StatementException, StatementRowException } from '#statements';
import { NO_MONEY, fetchBill, settleOutside, type Guides } from './guide.js';

/** What is wrong with a file as a whole. */
export const STATEMENT_GUIDES = {
  STATEMENT_LINES_QUARANTINED: {
    severity: 'medium',
    happened: 'Lines of a statement could not be read.',
    worth: NO_MONEY,
    mend: settleOutside('The events of the statement say which and why; download it again, and import that.'),
  },
  STATEMENT_TRAILERS_DISAGREE: {
    severity: 'medium',
    happened: 'The totals of a statement are not what its rows come to.',
    worth: NO_MONEY,
    mend: settleOutside('Download it again, and import that; where it stays so, ask the channel.'),
  },
} as const satisfies Record<StatementException, Guides[string]> & Guides;

/** What is wrong with one row of several files. */
export const STATEMENT_ROW_GUIDES = {
  STATEMENT_ROW_DIFFERS: {
    severity: 'medium',
    happened: 'Statements tell one row in two ways; the one exported later stands.',
    worth: NO_MONEY,
    mend: settleOutside('Look at the events of the row, and ask the channel which of them holds.'),
  },
} as const satisfies Record<StatementRowException, Guides[string]> & Guides;

/** What is wrong with the bill of a day that is fetched. */
export const STATEMENT_BILL_GUIDES = {
  STATEMENT_OVERDUE: {
    severity: 'medium',
    happened: 'The bill of a day should have been there, and could not be fetched.',
    worth: NO_MONEY,
    mend: fetchBill('Mend what its reason names (keys, the channel’s console), then ask again; or upload the file by hand.'),
  },
} as const satisfies Record<StatementBillException, Guides[string]> & Guides;
