import { APPROVAL_REJECTIONS, rejecter, type RejectionRegistry } from '#kernel';

export const PERIOD_REJECTIONS = {
  ...APPROVAL_REJECTIONS,
  PERIOD_NOT_OVER: { kind: 'conflict', says: 'The month is not over yet by the cut-off of the merchant; see details.' },
  PERIOD_CLOSED_ALREADY: { kind: 'conflict', says: 'The month is closed already, by itself or with a later one; see details.' },
  PERIOD_OUT_OF_ORDER: { kind: 'conflict', says: 'Months are closed in their order; see details for the next one.' },
  PERIOD_NOT_CLOSED: { kind: 'conflict', says: 'The month is not closed.' },
  PERIOD_NOT_LAST: { kind: 'conflict', says: 'Only the month that was closed last can be reopened; see details.' },
  PERIOD_PROPOSED_ALREADY: {
    kind: 'conflict',
    says: 'A proposal on a month of this merchant waits for approval; approve or reject it first. See details.',
  },
  PERIOD_NOT_PROPOSED: { kind: 'conflict', says: 'Nothing is proposed for this month.' },
} as const satisfies RejectionRegistry;

export const reject = rejecter(PERIOD_REJECTIONS);
