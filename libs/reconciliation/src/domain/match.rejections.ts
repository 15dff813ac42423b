import { rejecter, type RejectionRegistry } from '#kernel';

export const MATCH_REJECTIONS = {
  MATCH_NOT_FOUND: { kind: 'not_found', says: 'No such case.' },
  MATCH_NOT_PROPOSED: { kind: 'conflict', says: 'Nothing is proposed here that could be confirmed or refused.' },
  MATCH_WITHOUT_DIFFERENCE: { kind: 'conflict', says: 'No difference is open here.' },
  MATCH_DECIDED: { kind: 'conflict', says: 'The case is decided already.' },
  MATCH_REASON_MISSING: { kind: 'invalid', says: 'A decision needs a reason.' },
} as const satisfies RejectionRegistry;

export const reject = rejecter(MATCH_REJECTIONS);
