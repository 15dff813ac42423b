import { APPROVAL_REJECTIONS, rejecter, type RejectionRegistry } from '#kernel';

export const CORRECTION_REJECTIONS = {
  ...APPROVAL_REJECTIONS,
  CORRECTION_NOT_FOUND: { kind: 'not_found', says: 'No such correction.' },
  CORRECTION_NOT_OPEN: { kind: 'conflict', says: 'Nothing of this correction waits for a decision; see details.' },
  CORRECTION_OPEN: { kind: 'conflict', says: 'A proposal of this correction waits for a decision already.' },
  CORRECTION_APPLIED: { kind: 'conflict', says: 'This correction is applied already; it is never applied twice.' },
  NOT_THE_PROPOSER: { kind: 'forbidden', says: 'Only who proposed a correction withdraws it.' },
  TARGET_MOVED: { kind: 'conflict', says: 'What is corrected has changed since it was shown; propose it anew.' },
  PERIOD_CLOSED: { kind: 'conflict', says: 'The day lies in a closed period; reopen it, or book on an open day.' },
  CORRECTION_DAY_AHEAD: { kind: 'invalid', says: 'The day has not come yet.' },
  CORRECTION_REASON_MISSING: { kind: 'invalid', says: 'A correction needs a reason.' },
  EVIDENCE_MISSING: { kind: 'invalid', says: 'A correction needs evidence: an event, a row of a statement, a document.' },
  ENTRY_NOT_FOUND: { kind: 'not_found', says: 'The log has no such entry.' },
  ACCOUNT_NOT_OF_CHART: { kind: 'invalid', says: 'An account is not one that the chart makes for money; see details.' },
  ACCOUNT_OF_ANOTHER_MERCHANT: { kind: 'unprocessable', says: 'An account belongs to another merchant; see details.' },
  LINES_UNBALANCED: { kind: 'unprocessable', says: 'Debits and credits are not the same; see details.' },
  CORRECTION_CHANGES_NOTHING: { kind: 'unprocessable', says: 'This would leave everything as it is.' },
  ATTRIBUTION_UNFIT: { kind: 'unprocessable', says: 'This entry can not be counted to that; see details.' },
  DIFFERENCE_NOT_FOUND: { kind: 'not_found', says: 'Reconciliation has no such case.' },
  DIFFERENCE_NOT_OPEN: { kind: 'conflict', says: 'The case is decided already, or waits for the next statement.' },
  NOTHING_TO_WRITE_OFF: { kind: 'unprocessable', says: 'The case has no difference in money that is not explained.' },
  STATEMENT_ROW_NOT_FOUND: { kind: 'not_found', says: 'No statement told such a row.' },
  ROW_CAN_NOT_BE_RECORDED: { kind: 'unprocessable', says: 'No fact can be made of this row of a statement; see details.' },
  ROW_RECORDED_ALREADY: { kind: 'conflict', says: 'What this row tells is recorded already.' },
  CORRECTION_RULES_INVALID: { kind: 'invalid', says: 'These rules for corrections can not hold; see details.' },
} as const satisfies RejectionRegistry;

export const reject = rejecter(CORRECTION_REJECTIONS);
