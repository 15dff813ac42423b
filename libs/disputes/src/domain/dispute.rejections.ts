import { rejecter, type RejectionRegistry } from '#kernel';

export const DISPUTE_REJECTIONS = {
  DISPUTE_NOT_FOUND: { kind: 'not_found', says: 'No such dispute.' },
  DISPUTE_NOT_OPENED: { kind: 'conflict', says: 'The acquirer has not told what is in dispute.' },
  DISPUTE_DECIDED: { kind: 'conflict', says: 'The dispute is won or lost; the acquirer may open another round.' },
  DISPUTE_ACCEPTED: { kind: 'conflict', says: 'The dispute was let go.' },
  DISPUTE_OVERDUE: { kind: 'conflict', says: 'The time to answer is over.' },
  EVIDENCE_ID_REUSED: { kind: 'unprocessable', says: 'This evidence id stands for other documents already.' },
  EVIDENCE_EMPTY: { kind: 'invalid', says: 'Evidence needs a document.' },
} as const satisfies RejectionRegistry;

export const reject = rejecter(DISPUTE_REJECTIONS);
