import { rejecter, type RejectionRegistry } from '#kernel';

export const WORKLIST_REJECTIONS = {
  EXCEPTION_NOT_FOUND: { kind: 'not_found', says: 'No such exception.' },
  EXCEPTION_CLAIMED: { kind: 'conflict', says: 'Another holds this exception; see details, or force it.' },
  EXCEPTION_ASSIGNEE_UNFIT: { kind: 'unprocessable', says: 'No valid key and no person of that name may work on exceptions.' },
  EXCEPTION_RESOLVED: { kind: 'conflict', says: 'This exception is resolved; reopen it first.' },
  EXCEPTION_NOT_RESOLVED: { kind: 'conflict', says: 'This exception is not resolved.' },
  EXCEPTION_GONE: { kind: 'conflict', says: 'The cause of this exception is gone; there is nothing to do.' },
  EXCEPTION_REASON_MISSING: { kind: 'invalid', says: 'This needs a reason.' },
  COMMENT_ID_REUSED: { kind: 'unprocessable', says: 'This comment id stands for another text already.' },
  RULE_UNKNOWN: { kind: 'invalid', says: 'There is no such rule; see details.' },
  RULE_OUT_OF_BOUNDS: { kind: 'invalid', says: 'The rule does not take this value; see details.' },
  RULES_EMPTY: { kind: 'invalid', says: 'No rule is named.' },
} as const satisfies RejectionRegistry;

export const reject = rejecter(WORKLIST_REJECTIONS);
